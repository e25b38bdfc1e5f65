using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>
/// Flinks' deliveries: the data itself, once it is there, without a time or an id. That a connection broke is told by none of them. Signed over the
/// body. Flinks: Webhooks; HMAC; KYC.
/// </summary>
internal sealed class FlinksWebhooks(FlinksSimulator flinks) : WebhookSource
{
    private const string Kyc = "KYC";
    private const string Detail = "GetAccountsDetail";

    private readonly Dictionary<FlinksConnection, (int Refreshes, int Failures, string? Error)> _seen = [];
    private readonly List<(DateTimeOffset At, FlinksConnection Connection)> _fetching = [];

    public override IReadOnlyList<string> Events { get; } = [Kyc, Detail];

    public override IReadOnlyList<TimeSpan> Repeats { get; } = [.. Enumerable.Repeat(TimeSpan.FromMinutes(30), 9)];

    public override bool IsTaken(int status) => status == 200;

    public override IEnumerable<KeyValuePair<string, string>> Headers(SimulatedEvent told, Uri url, string? secret, DateTimeOffset at)
    {
        if (secret is not null)
        {
            yield return new("flinks-authenticity-key", Convert.ToBase64String(Mac(secret, "", told.Body)));
        }
    }

    public override void Begin()
    {
        foreach (var connection in flinks.Cards)
        {
            _seen[connection] = Now(connection);
        }
    }

    public override IEnumerable<SimulatedEvent> Notice()
    {
        flinks.SettleSessions();
        var told = new List<SimulatedEvent>();
        foreach (var connection in flinks.Cards.Where(connection => !connection.IsGone))
        {
            var before = _seen.GetValueOrDefault(connection);
            var now = _seen[connection] = Now(connection);
            if (now.Refreshes != before.Refreshes)
            {
                _fetching.Add((flinks.Clock.GetUtcNow() + flinks.DataTakes, connection));
            }
            else if (flinks.Divergences.TellsFailures && connection.LastError is { } code && now != before)
            {
                told.Add(new SimulatedEvent(Detail, Failure(connection, code)));
            }
        }

        foreach (var (at, connection) in _fetching.Where(fetching => fetching.At <= flinks.Clock.GetUtcNow()).ToArray())
        {
            _fetching.Remove((at, connection));
            told.AddRange(Fetched(connection));
        }

        return told;
    }

    public override IEnumerable<DateTimeOffset?> Changes() => _fetching.Select(fetching => fetching.At).Concat(flinks.BankAnswersDue).Select(at => (DateTimeOffset?)at);

    private static (int Refreshes, int Failures, string? Error) Now(FlinksConnection connection) =>
        (connection.Refreshes, connection.Failures, connection.LastError);

    private IEnumerable<SimulatedEvent> Fetched(FlinksConnection connection)
    {
        var session = flinks.Keep(FlinksSession.Cached(flinks, connection));
        yield return new SimulatedEvent(Kyc, Answer(Kyc, FlinksJson.Kyc(session), connection));
        var detail = FlinksJson.Detail(session, new FlinksDataRequest(AccountsFilter: null, WithTransactions: true, WithAccountIdentity: true));
        yield return new SimulatedEvent(Detail, Answer(Detail, JsonNode.Parse(detail.Body.Span)!.AsObject(), connection));
    }

    private static JsonObject Failure(FlinksConnection connection, string code)
    {
        var row = FlinksCode.Named(code);
        var body = FlinksJson.Body(row.Status);
        body["FlinksCode"] = row.Name;
        body["Message"] = row.Message;
        body["Login"] = FlinksJson.Login(connection);
        body["RequestId"] = FlinksIds.New();
        return Answer(Detail, body, connection);
    }

    private static JsonObject Answer(string type, JsonObject answer, FlinksConnection connection)
    {
        var body = new JsonObject { ["ResponseType"] = type };
        foreach (var (name, value) in answer)
        {
            body[name] = value?.DeepClone();
        }

        if (connection.Tag is { } tag)
        {
            body["Tag"] = tag;
        }

        return body;
    }
}
