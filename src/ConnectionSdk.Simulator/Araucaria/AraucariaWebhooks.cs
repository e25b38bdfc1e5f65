using System.Globalization;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>Araucaria's deliveries: every state entered, in an envelope that names the event and the previous state. Araucaria: Webhook events, security, handling.</summary>
internal sealed class AraucariaWebhooks(AraucariaSimulator araucaria) : WebhookSource
{
    private const string Accounts = "accounts.updated";
    private const string RefreshCompleted = "refresh_intent.completed";

    private readonly List<SimulatedEvent> _pending = [];
    private readonly HashSet<string> _intentsTold = new(StringComparer.Ordinal);
    private bool _isOn;

    public override IReadOnlyList<string> Events { get; } =
    [
        "connection.created", "connection.credentials_submitted", "connection.verifying", "connection.connected", "connection.active",
        "connection.mfa_required", "connection.failed_auth", "connection.error", "connection.disconnected", Accounts, RefreshCompleted,
    ];

    public override IReadOnlyList<TimeSpan> Repeats { get; } =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(24)];

    public override bool AlwaysSigns => true;

    public override IEnumerable<KeyValuePair<string, string>> Headers(SimulatedEvent told, Uri url, string? secret, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        yield return new("Araucaria-Signature", $"t={seconds},v1={Hex(Mac(secret!, seconds + ".", told.Body))}");
    }

    public override void Begin()
    {
        _isOn = true;
        _ = Notice().Count();
    }

    /// <summary>A connection is in a new state.</summary>
    public void Entered(AraucariaConnection connection, string? previous, DateTimeOffset at)
    {
        if (!_isOn)
        {
            return;
        }

        var status = araucaria.Divergences.SaysActive && connection.Machine.Status == AraucariaStatus.Connected ? "ACTIVE" : connection.Machine.Status;
        Tell("connection." + Lower(status), connection.Id, at, data =>
        {
            if (previous is not null)
            {
                data["previousStatus"] = Lower(previous);
            }

            data["error"] = null;
        });
        if (connection.Machine.Status == AraucariaStatus.Connected)
        {
            foreach (var account in connection.AccountsNow)
            {
                Tell(Accounts, connection.Id, at, data => data["accountId"] = account.Id);
            }
        }
    }

    public override IEnumerable<SimulatedEvent> Notice()
    {
        foreach (var connection in araucaria.Connections.Where(connection => !connection.IsGone))
        {
            connection.Machine.Settle();
        }

        foreach (var id in araucaria.CompletedIntents.Where(_intentsTold.Add))
        {
            Tell(RefreshCompleted, connectionId: null, araucaria.Clock.GetUtcNow(), data => data["refreshIntentId"] = id);
        }

        var told = _pending.ToArray();
        _pending.Clear();
        return told;
    }

    public override IEnumerable<DateTimeOffset?> Changes() =>
        araucaria.Connections.Where(connection => !connection.IsGone).Select(connection => connection.Machine.NextChange);

    private void Tell(string type, string? connectionId, DateTimeOffset at, Action<JsonObject> complete)
    {
        var occurredAt = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        if (araucaria.Divergences.FlatWebhooks)
        {
            _pending.Add(new SimulatedEvent(type, new JsonObject { ["event"] = type, ["connectionId"] = connectionId, ["timestamp"] = occurredAt }));
            return;
        }

        var id = AraucariaIds.New("evt_", araucaria.Clock);
        var data = new JsonObject { ["eventId"] = id, ["type"] = type, ["occurredAt"] = occurredAt, ["clientId"] = "cli_01JZ0000QWERTYTEST1" };
        if (connectionId is not null)
        {
            data["connectionId"] = connectionId;
        }

        complete(data);
        _pending.Add(new SimulatedEvent(type, new JsonObject { ["id"] = id, ["type"] = type, ["created_at"] = occurredAt, ["data"] = data }));
    }

    private static string Lower(string status) => string.Concat(status.Select(char.ToLowerInvariant));
}
