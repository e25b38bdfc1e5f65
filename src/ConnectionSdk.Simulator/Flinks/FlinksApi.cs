using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>
/// Finds the endpoint for a request under <c>/v3/{customerId}/BankingServices</c> and checks its key. The caller holds the simulator's lock.
/// </summary>
internal sealed class FlinksApi(FlinksSimulator flinks)
{
    private readonly FlinksDataEndpoints _data = new(flinks);
    private readonly FlinksCardEndpoints _cards = new(flinks);

    public FlinksAuthorizeEndpoints Authorize { get; } = new(flinks);

    public FlinksAnswer Answer(RecordedCall call, string customerId, string[] path)
    {
        if (!customerId.Equals(flinks.CustomerId, StringComparison.OrdinalIgnoreCase))
        {
            throw new FlinksFailure("ACCESS_DENIED");
        }

        if (!call.Body.IsEmpty && call.Json is null)
        {
            throw new FlinksFailure("INVALID_REQUEST");
        }

        return (call.Method, path) switch
        {
            ("POST", ["GenerateAuthorizeToken"]) => Authorize.Token(call),
            ("POST", ["Authorize"]) => Authorize.Authorize(call),
            ("POST", ["AuthorizeAsync"]) => Authorize.Begin(call),
            ("GET", ["AuthorizeAsync", var requestId]) => Authorize.Poll(call, requestId),
            _ => WithApiKey(call, path),
        };
    }

    public static string? Text(JsonObject? body, string name) =>
        body?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A yes or no; Flinks' clients send it as JSON or as text.</summary>
    public static bool Flag(JsonObject? body, string name) => body?[name] is JsonValue value && value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => bool.TryParse(value.GetValue<string>(), out var flag) && flag,
        _ => false,
    };

    private SimulatedResponse WithApiKey(RecordedCall call, string[] path)
    {
        if (call.Headers.GetValueOrDefault("x-api-key") != flinks.ApiKey)
        {
            throw new FlinksFailure("ACCESS_DENIED");
        }

        return (call.Method, path) switch
        {
            ("POST", ["GetAccountsDetail" or "GetAccountsSummary"]) => _data.Request(call, path[0]),
            ("GET", ["GetAccountsDetailAsync" or "GetAccountsSummaryAsync", var requestId]) => _data.Poll(requestId, path[0]["Get".Length..]),
            ("DELETE", ["DeleteCard", var loginId]) => _cards.Delete(loginId),
            ("PATCH", ["SetScheduledRefresh"]) => _cards.SetScheduledRefresh(call),
            ("GET", ["GetNightlyRefreshStatus"]) => _cards.NightlyRefreshStatus(),
            _ => throw new FlinksFailure("INVALID_REQUEST", string.Create(CultureInfo.InvariantCulture, $"There is no {call.Method} {call.Path}"), 404),
        };
    }
}
