using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>GenerateAuthorizeToken, Authorize and AuthorizeAsync. Flinks: Authorize.</summary>
internal sealed class FlinksAuthorizeEndpoints(FlinksSimulator flinks)
{
    private const string KeyHeader = "flinks-auth-key";

    public FlinksAnswer Token(RecordedCall call)
    {
        if (call.Headers.GetValueOrDefault(KeyHeader) != flinks.SecretKey)
        {
            throw new FlinksFailure("UNAUTHORIZED", "You must provide a valid auth key");
        }

        var body = FlinksJson.Body(200);
        body["Token"] = flinks.Tokens.Mint(flinks.AuthorizeTokenLasts);
        return SimulatedResponse.Json(body);
    }

    public FlinksAnswer Authorize(RecordedCall call)
    {
        SpendToken(call);
        if (FlinksApi.Text(call.Json, "RequestId") is { } requestId)
        {
            return Continue(call.Json!, requestId);
        }

        var connection = Connection(call.Json);
        if (FlinksApi.Flag(call.Json, "MostRecentCached"))
        {
            connection.CachedCalls++;
            var cached = FlinksSession.Cached(flinks, connection);
            if (connection.LastError is { } error)
            {
                throw new FlinksFailure(error).In(cached);
            }

            if (!connection.CachedIsChallenged)
            {
                return FlinksJson.Authorized(flinks.Keep(cached), !flinks.Divergences.OmitsLogin);
            }
        }

        return new FlinksAnswer(null, Contact(connection, call.Json!));
    }

    public FlinksAnswer Begin(RecordedCall call)
    {
        SpendToken(call);
        if (!flinks.HasAuthorizeAsync)
        {
            throw new FlinksFailure("METHOD_NOT_AVAILABLE");
        }

        var session = Contact(Connection(call.Json), call.Json!);
        session.IsInBackground = true;
        return FlinksJson.Pending(session, "OPERATION_PENDING", "Authorize");
    }

    // How this call is authenticated is shown only in pictures: either key is good.
    public FlinksAnswer Poll(RecordedCall call, string requestId)
    {
        if (call.Headers.GetValueOrDefault("x-api-key") != flinks.ApiKey)
        {
            SpendToken(call);
        }

        var session = flinks.Session(requestId, whileAuthorizing: true);
        return session.IsInBackground ? Answered(session) : throw new FlinksFailure("SESSION_NONEXISTENT");
    }

    /// <summary>What a contact with the bank has led to so far.</summary>
    /// <param name="session">The contact.</param>
    /// <param name="savesNow">Whether this call asked to save: an answer without Save was seen to be followed by a 200 without Login.</param>
    public SimulatedResponse Answered(FlinksSession session, bool savesNow = true)
    {
        session.Settle();
        if (session.Failure is { } failure)
        {
            throw failure;
        }

        switch (session.State)
        {
            case FlinksSessionState.Connecting when session.IsInBackground:
                return FlinksJson.Pending(session, "OPERATION_PENDING", "Authorize");
            case FlinksSessionState.Connecting:
                session.IsInBackground = true;
                return FlinksJson.Pending(session, "OPERATION_DISPATCHED", "Authorize");
            case FlinksSessionState.AwaitingAnswers:
                session.Touch();
                return FlinksJson.Challenged(session);
            default:
                session.Touch();
                return FlinksJson.Authorized(session, session.Saves && savesNow && !flinks.Divergences.OmitsLogin);
        }
    }

    private FlinksAnswer Continue(JsonObject body, string requestId)
    {
        var session = flinks.Session(requestId, whileAuthorizing: true);
        if (body["SecurityResponses"] is not { } responses)
        {
            return Answered(session);
        }

        var saves = FlinksApi.Flag(body, "Save");
        session.Saves |= saves;
        session.Answer(Answers(responses));
        return Answered(session, saves);
    }

    private static Dictionary<string, IReadOnlyList<string>> Answers(JsonNode responses)
    {
        var answers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (prompt, values) in responses as JsonObject ?? throw new FlinksFailure("INVALID_REQUEST"))
        {
            if (values is not JsonArray { Count: > 0 } array || array.Any(value => value?.GetValueKind() != JsonValueKind.String))
            {
                throw new FlinksFailure("INVALID_REQUEST");
            }

            answers.Add(prompt, [.. array.Select(value => value!.GetValue<string>())]);
        }

        return answers;
    }

    private FlinksConnection Connection(JsonObject? body) =>
        FlinksApi.Text(body, "LoginId") is { } loginId
            ? flinks.Find(loginId) ?? throw new FlinksFailure("INVALID_LOGIN")
            : throw new FlinksFailure("INVALID_REQUEST");

    private FlinksSession Contact(FlinksConnection connection, JsonObject body)
    {
        connection.LiveCalls++;
        if (flinks.IsContactingBank(connection))
        {
            throw new FlinksFailure("CONCURRENT_SESSION");
        }

        var session = flinks.Keep(FlinksSession.Live(flinks, connection));
        session.Saves = FlinksApi.Flag(body, "Save");
        session.Tag = FlinksApi.Text(body, "Tag");
        session.Language = FlinksApi.Text(body, "Language") ?? connection.Language;
        return session;
    }

    private void SpendToken(RecordedCall call)
    {
        var token = call.Headers.GetValueOrDefault(KeyHeader);
        if ((token is not null || flinks.RequiresAuthorizeToken) && !flinks.Tokens.Spend(token))
        {
            throw new FlinksFailure("UNAUTHORIZED", "You must provide a valid authorize token");
        }
    }
}
