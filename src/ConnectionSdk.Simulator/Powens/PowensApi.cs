using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>Finds the endpoint for a request under <c>/2.0</c>. The caller holds the simulator's lock.</summary>
internal sealed class PowensApi(PowensSimulator powens, PowensBankPages bankPages)
{
    private readonly PowensAuthEndpoints _auth = new(powens);
    private readonly PowensAccountEndpoints _accounts = new(powens);

    public PowensConnectionEndpoints Connections { get; } = new(powens);

    public PowensAnswer Answer(RecordedCall call, string[] path) => (call.Method, path) switch
    {
        _ when IsMalformed(call) => throw PowensFailure.Unacceptable("body"),
        ("POST", ["auth", "init"]) => _auth.Init(call),
        ("POST", ["auth", "renew"]) => _auth.Renew(call),
        ("GET", ["auth", "token", "code"]) => _auth.Code(call, UserOf(call)),
        ("POST", ["auth", "token", "access"]) => _auth.Access(call),
        ("DELETE", ["auth", "token"]) => _auth.Revoke(call, UserOf(call)),
        ("GET", ["publickey"]) => SimulatedResponse.Json(powens.Key.PublicJwk()),
        ("GET", ["clients", var id]) => _auth.Client(id),
        ("GET", ["connectors", ..]) => Connector(path),
        ("GET", ["webauth-url"]) => bankPages.WebauthUrl(call, UserOf(call)),
        ("GET", ["webauth"]) => bankPages.Webauth(call),
        (_, ["users", var id, .. var rest]) => OfUser(call, UserNamed(call, id), rest),
        _ => throw PowensFailure.NotFound(),
    };

    public static string Required(RecordedCall call, string parameter) =>
        Value(call, parameter) is { Length: > 0 } value ? value : throw PowensFailure.Missing(parameter);

    /// <summary>A parameter from the query, the JSON body or the form body.</summary>
    public static string? Value(RecordedCall call, string parameter) =>
        call.Query.TryGetValue(parameter, out var value) ? value
        : call.Json?[parameter] is { } node ? Text(node)
        : call.Json is null ? FormBody.Read(call).GetValueOrDefault(parameter)
        : null;

    public static string Text(JsonNode node) => node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();

    private PowensAnswer OfUser(RecordedCall call, PowensUser user, string[] path) => (call.Method, path) switch
    {
        ("GET", []) => SimulatedResponse.Json(new JsonObject { ["id"] = user.Id, ["signin"] = "2025-11-20 10:00:00" }),
        ("DELETE", []) => _auth.DeleteUser(user),
        ("GET", ["connections"]) => Connections.List(call, user),
        ("POST", ["connections"]) => Connections.Create(call, user),
        ("GET", ["connections", var id]) => Connections.Get(call, ConnectionNamed(user, id)),
        ("POST", ["connections", var id]) => Connections.Update(call, ConnectionNamed(user, id)),
        ("PUT", ["connections", var id]) => Connections.Sync(call, ConnectionNamed(user, id)),
        ("DELETE", ["connections", var id]) => Connections.Delete(ConnectionNamed(user, id)),
        ("GET", ["connections", var id, "sources"]) => Connections.Sources(ConnectionNamed(user, id)),
        (_, ["connections", var id, "sources", var source]) => Connections.Source(call, ConnectionNamed(user, id), source),
        ("GET", ["connections", var id, "logs"]) => PowensConnectionEndpoints.Logs(ConnectionNamed(user, id)),
        ("GET", ["connections", var id, "accounts"]) => _accounts.List(call, [ConnectionNamed(user, id)]),
        ("POST" or "PUT", ["connections", var id, "accounts", var ids]) => _accounts.UpdateMany(call, ConnectionNamed(user, id), ids),
        ("GET", ["accounts"]) => _accounts.List(call, user.Connections),
        (_, ["accounts", var id]) => _accounts.One(call, user, id),
        _ => throw PowensFailure.NotFound(),
    };

    private static PowensAnswer Connector(string[] path) => path switch
    {
        [_] => SimulatedResponse.Json(new JsonObject { ["connectors"] = new JsonArray(PowensConnector.Json()) }),
        [_, var id] when PowensConnector.Is(id) => SimulatedResponse.Json(PowensConnector.Json()),
        [_, var id, "fields"] when PowensConnector.Is(id) => SimulatedResponse.Json(new JsonObject { ["fields"] = PowensConnector.Fields() }),
        [_, var id, "sources"] when PowensConnector.Is(id) => SimulatedResponse.Json(new JsonObject { ["sources"] = PowensConnector.Sources() }),
        _ => throw PowensFailure.NotFound(),
    };

    private static bool IsMalformed(RecordedCall call) =>
        !call.Body.IsEmpty
        && call.Json is null
        && call.Headers.GetValueOrDefault("Content-Type", "").StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    private PowensUser UserOf(RecordedCall call) =>
        powens.Tokens.UserOf(call.BearerToken) is { } id && powens.FindUser(id) is { } user ? user : throw PowensFailure.Unauthorized();

    private PowensUser UserNamed(RecordedCall call, string id)
    {
        var user = UserOf(call);
        return id == "me" || id == user.Id.ToString(CultureInfo.InvariantCulture)
            ? user
            : throw new PowensFailure(403, "forbidden", "The token does not give access to this user");
    }

    private PowensConnection ConnectionNamed(PowensUser user, string id) =>
        long.TryParse(id, CultureInfo.InvariantCulture, out var number) && powens.FindConnection(number) is { } connection && connection.User == user
            ? connection
            : throw PowensFailure.NotFound();
}
