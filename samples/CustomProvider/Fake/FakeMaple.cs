using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Maple.Fake;

/// <summary>
/// Maple in a hundred lines, in place of the network: register it as the primary handler. It knows what the bank has seen, so that tests judge by that
/// and not by what the adapter says.
/// </summary>
public sealed class FakeMaple(TimeProvider time) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FakeConnection> _connections = new(StringComparer.Ordinal);

    /// <summary>The key it accepts.</summary>
    public const string ApiKey = "maple-key-52c1d0";

    /// <summary>How many codes the bank was sent: right, wrong, or unasked.</summary>
    public int CodesReceived { get; private set; }

    /// <summary>Whether the bank has locked a login, which it does after three wrong codes.</summary>
    public bool HasLocked => _connections.Values.Any(connection => connection.Status == "locked");

    /// <summary>Makes a connection.</summary>
    /// <param name="status">Maple's status, known or not.</param>
    /// <param name="user">Whose it is.</param>
    public FakeConnection Add(string status, string user = "7")
    {
        var id = $"{_connections.Count + 1}";
        return _connections[id] = new FakeConnection(id, user) { Status = status, PromptEndsAt = time.GetUtcNow().AddMinutes(5) };
    }

    /// <summary>The user follows a link of Maple's and consents, or cancels.</summary>
    /// <param name="page">The link.</param>
    /// <param name="consents">Whether the user consents.</param>
    /// <returns>The address the browser is sent back to.</returns>
    public Uri Visit(Uri page, bool consents)
    {
        lock (_gate)
        {
            var connection = _connections.Values.Single(connection => connection.Page == page);
            connection.Page = null;
            if (consents)
            {
                Synchronise(connection);
            }

            return new Uri($"{connection.ReturnTo}?state={connection.State}&result={(consents ? "done" : "cancelled")}");
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (_gate)
        {
            var (status, json) = Answer(request, body.Length == 0 ? null : JsonNode.Parse(body));
            return new HttpResponseMessage(status) { Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json") };
        }
    }

    private (HttpStatusCode Status, JsonNode Json) Answer(HttpRequestMessage request, JsonNode? body)
    {
        if (!request.Headers.TryGetValues("x-maple-key", out var keys) || keys.Single() != ApiKey)
        {
            return Error(HttpStatusCode.Unauthorized, "wrongKey");
        }

        var path = request.RequestUri!.AbsolutePath.Split('/')[2..];
        if (path is ["users", var user, "connections"])
        {
            var mine = _connections.Values.Where(connection => connection.User == user).Select(connection => (JsonNode)Describe(connection));
            return (HttpStatusCode.OK, new JsonObject { ["connections"] = new JsonArray([.. mine]) });
        }

        if (!_connections.TryGetValue(path[1], out var found))
        {
            return Error(HttpStatusCode.NotFound, "unknownConnection");
        }

        Settle(found);
        switch (request.Method.Method, path.ElementAtOrDefault(2))
        {
            case ("GET", null):
                return (HttpStatusCode.OK, Describe(found));
            case ("GET", "accounts"):
                return (HttpStatusCode.OK, new JsonObject { ["accounts"] = new JsonArray([.. found.Accounts.Select(account => account.DeepClone())]) });
            case ("POST", "refresh"):
                Synchronise(found);
                return (HttpStatusCode.Accepted, Describe(found));
            case ("POST", "answer"):
                return Check(found, (string)body!["value"]!);
            case ("POST", "page"):
                found.ReturnTo = (string)body!["returnTo"]!;
                found.State = (string)body["state"]!;
                found.Page = new Uri($"https://pages.maple.example/{Guid.NewGuid():N}");
                return (HttpStatusCode.OK, new JsonObject { ["url"] = found.Page.OriginalString, ["expiresAt"] = Time(time.GetUtcNow().AddMinutes(10)) });
            default:
                _connections.Remove(found.Id);
                return (HttpStatusCode.OK, new JsonObject());
        }
    }

    private (HttpStatusCode Status, JsonNode Json) Check(FakeConnection connection, string code)
    {
        CodesReceived++;
        if (connection.Status != "codeNeeded")
        {
            return Error(HttpStatusCode.Conflict, "nothingAsked");
        }

        if (code == connection.Code && time.GetUtcNow() < connection.PromptEndsAt)
        {
            Synchronise(connection);
            return (HttpStatusCode.Accepted, new JsonObject());
        }

        connection.Status = ++connection.WrongCodes >= 3 ? "locked" : connection.Status;
        return Error(HttpStatusCode.UnprocessableEntity, "wrongCode");
    }

    private void Synchronise(FakeConnection connection)
    {
        connection.Status = "syncing";
        connection.SettlesAt = time.GetUtcNow().AddSeconds(2);
    }

    private void Settle(FakeConnection connection)
    {
        if (connection.Status != "syncing" || time.GetUtcNow() < connection.SettlesAt)
        {
            return;
        }

        connection.Status = "ok";
        connection.OnRepair?.Invoke(connection.Accounts);
        connection.OnRepair = null;
    }

    private static JsonObject Describe(FakeConnection connection)
    {
        var json = new JsonObject { ["id"] = connection.Id, ["bank"] = "Bank of Sap", ["status"] = connection.Status };
        if (connection.Status == "codeNeeded")
        {
            json["prompt"] = new JsonObject
            {
                ["name"] = "sms",
                ["label"] = "The code we texted you",
                ["pattern"] = "^[0-9]{8}$",
                ["expiresAt"] = Time(connection.PromptEndsAt),
            };
        }

        return json;
    }

    private static (HttpStatusCode Status, JsonNode Json) Error(HttpStatusCode status, string code) =>
        (status, new JsonObject { ["error"] = code, ["message"] = "See the reference." });

    private static string Time(DateTimeOffset time) => time.ToString("o", CultureInfo.InvariantCulture);
}
