using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>
/// Aerosync's deliveries: jobs, and access withdrawn by the user; neither an expired consent nor a repair is told. Signed over the body.
/// Aerosync: Events you can subscribe to; Handle webhooks.
/// </summary>
/// <remarks>
/// Up to three attempts with growing pauses, whose lengths are not published: half a minute and a minute are assumed. After five failures, counted
/// here as deliveries given up, the subscription is paused. The ids in the events of jobs are assumed too.
/// </remarks>
internal sealed class AerosyncWebhooks(AerosyncSimulator aerosync) : WebhookSource
{
    private const string Revocation = "bank.revocation";
    private const string Balance = "job.balance";

    private static readonly string ClientId = new Guid(0x1d2c3b4a, 0, 0x4000, 0x80, 0, 0x5e, 0x6f, 0x7a, 0x8b, 0x9c, 0x0d).ToString();

    private readonly HashSet<string> _revoked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _jobs = new(StringComparer.Ordinal);

    public override IReadOnlyList<string> Events { get; } = [Revocation, Balance];

    public override IReadOnlyList<TimeSpan> Repeats { get; } = [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1)];

    public override int? PausesAfter => 5;

    public override IEnumerable<KeyValuePair<string, string>> Headers(SimulatedEvent told, Uri url, string? secret, DateTimeOffset at)
    {
        yield return new("User-Agent", "Aerosync-Webhooks/1.0");
        if (secret is not null)
        {
            yield return new("X-Webhook-Signature", "sha256=" + Hex(Mac(secret, "", told.Body)));
        }
    }

    // A second look finds nothing new.
    public override void Begin() => _ = Notice().Count();

    public override IEnumerable<SimulatedEvent> Notice()
    {
        foreach (var connection in aerosync.Connections)
        {
            var isRevoked = connection.Status == "REVOKED_BY_USER";
            if (!isRevoked)
            {
                _revoked.Remove(connection.Id);
            }
            else if (_revoked.Add(connection.Id))
            {
                yield return Event(Revocation, Data(connection, "revoked"));
            }

            foreach (var job in connection.Jobs)
            {
                job.Settle(aerosync.Clock.GetUtcNow());
                var status = job switch
                {
                    { WaitsForUser: true } => "pending_mfa",
                    { IsOver: false } => "initiated",
                    { HasFailed: true } => "failed",
                    _ => "completed",
                };
                if (_jobs.GetValueOrDefault(job.Id) != status)
                {
                    _jobs[job.Id] = status;
                    yield return Event(Balance, JobData(job, status));
                }
            }
        }
    }

    public override IEnumerable<DateTimeOffset?> Changes() => aerosync.Connections.SelectMany(connection => connection.Jobs).Select(job => job.NextChange);

    private SimulatedEvent Event(string name, JsonObject data) => new(name, new JsonObject
    {
        ["event"] = name,
        ["timestamp"] = aerosync.Clock.GetUtcNow().ToUnixTimeSeconds(),
        ["merchant_id"] = "merch_demo",
        ["data"] = data,
    });

    private static JsonObject Data(AerosyncConnection connection, string status) => new()
    {
        ["client_id"] = ClientId,
        ["user_id"] = connection.Id,
        ["connection_id"] = connection.Id,
        ["account_id"] = connection.AccountId,
        ["status"] = status,
    };

    private JsonObject JobData(AerosyncJob job, string status) => aerosync.Divergences.JobEventsNameNobody
        ? new JsonObject { ["status"] = status }
        : new JsonObject { ["job_id"] = job.Id, ["user_id"] = job.Connection.Id, ["connection_id"] = job.Connection.Id, ["status"] = status };
}
