using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>GetAccountsDetail and GetAccountsSummary, and the Async endpoints that repeat them. Flinks: Retrieve account data.</summary>
internal sealed class FlinksDataEndpoints(FlinksSimulator flinks)
{
    public SimulatedResponse Request(RecordedCall call, string endpoint)
    {
        var session = flinks.Session(FlinksApi.Text(call.Json, "RequestId") ?? throw new FlinksFailure("INVALID_REQUEST"), whileAuthorizing: false);
        session.DataRequest = new FlinksDataRequest(
            Filter(call.Json!["AccountsFilter"]),
            call.Json["WithTransactions"] is null || FlinksApi.Flag(call.Json, "WithTransactions"),
            FlinksApi.Flag(call.Json, "WithAccountIdentity"));
        return Answer(session, endpoint["Get".Length..], asksAsync: false);
    }

    public SimulatedResponse Poll(string requestId, string endpoint)
    {
        var session = flinks.Session(requestId, whileAuthorizing: false);
        return session.DataRequest is null
            ? throw new FlinksFailure("INVALID_REQUEST").In(session)
            : Answer(session, endpoint[..^"Async".Length], asksAsync: true);
    }

    private static string[]? Filter(JsonNode? filter) => filter is JsonArray ids
        ? [.. ids.Where(id => id?.GetValueKind() == JsonValueKind.String).Select(id => id!.GetValue<string>())]
        : null;

    private static SimulatedResponse Answer(FlinksSession session, string data, bool asksAsync)
    {
        session.Settle();
        if (session.Failure is { } failure)
        {
            throw failure;
        }

        if (session.State == FlinksSessionState.AwaitingAnswers)
        {
            throw new FlinksFailure("UNAUTHORIZED").In(session);
        }

        if (session.State == FlinksSessionState.Connecting || !session.HasData())
        {
            return FlinksJson.Pending(session, "OPERATION_PENDING", asksAsync ? "Get" + data : null);
        }

        if (FlinksScriptedFailure.Take(session.Connection.DataFailures) is { } scripted)
        {
            throw scripted.In(session);
        }

        session.Touch();
        return data == "AccountsDetail"
            ? FlinksJson.Detail(session, session.DataRequest!)
            : FlinksJson.Summary(session, session.DataRequest!);
    }
}
