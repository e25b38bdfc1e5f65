using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>DeleteCard, SetScheduledRefresh and GetNightlyRefreshStatus. Flinks: Account linking.</summary>
internal sealed class FlinksCardEndpoints(FlinksSimulator flinks)
{
    private static readonly TimeSpan NightlyNeedsSuccessWithin = TimeSpan.FromDays(7);

    // Flinks: Nightly refresh lists the errors that do not end eligibility.
    private static readonly string[] Forgiven =
    [
        "RETRY_LATER", "AGGREGATION_ERROR", "SESSION_EXPIRED", "DISABLED_INSTITUTION", "UNAUTHORIZED", "SESSION_NONEXISTENT",
        "BANK_MAINTENANCE_RETRY_LATER",
    ];

    public SimulatedResponse Delete(string loginId)
    {
        var connection = Connection(loginId);
        if (flinks.IsProcessing(connection))
        {
            throw new FlinksFailure("CARD_IN_USE");
        }

        connection.IsGone = true;
        flinks.CardsDeleted++;
        var body = FlinksJson.Body(200);
        body["Message"] = "Card deleted";
        return SimulatedResponse.Json(body);
    }

    public SimulatedResponse SetScheduledRefresh(RecordedCall call)
    {
        var connection = Connection(FlinksApi.Text(call.Json, "LoginId") ?? throw new FlinksFailure("INVALID_REQUEST"));
        connection.IsScheduledRefresh = FlinksApi.Flag(call.Json, "IsActivated");
        if (flinks.Divergences.ScheduledRefreshAsText)
        {
            return SimulatedResponse.Json(JsonValue.Create(connection.IsScheduledRefresh ? "ACTIVATED" : "DEACTIVATED"));
        }

        var body = FlinksJson.Body(200);
        body["FlinksCode"] = "OK";
        body["Message"] = "Settings applied";
        return SimulatedResponse.Json(body);
    }

    public SimulatedResponse NightlyRefreshStatus()
    {
        var body = FlinksJson.Body(200);
        body["IneligibleCards"] = new JsonArray([.. flinks.Cards.Where(IsIneligible).Select(connection => new JsonObject
        {
            ["LoginId"] = connection.LoginId,
            ["FlinksCode"] = connection.LastError,
        })]);
        return SimulatedResponse.Json(body);
    }

    private bool IsIneligible(FlinksConnection connection) =>
        connection is { IsScheduledRefresh: true, IsGone: false }
        && ((connection.LastError is { } error && !Forgiven.Contains(error, StringComparer.Ordinal))
            || flinks.Clock.GetUtcNow() - connection.LastRefresh > NightlyNeedsSuccessWithin);

    private FlinksConnection Connection(string loginId) => flinks.Find(loginId) ?? throw new FlinksFailure("INVALID_LOGIN");
}
