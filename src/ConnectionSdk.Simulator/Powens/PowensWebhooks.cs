using System.Globalization;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>Powens' deliveries: whole objects under one address for each event, signed over method, path, date and body. Powens: Webhooks.</summary>
/// <remarks>Repetitions come until a delivery is accepted; their pace is not published, so every 15 minutes for a day is assumed.</remarks>
internal sealed class PowensWebhooks(PowensSimulator powens) : WebhookSource
{
    private const string Synced = "CONNECTION_SYNCED";
    private const string ConnectionDeleted = "CONNECTION_DELETED";
    private const string Fetched = "ACCOUNTS_FETCHED";
    private const string Found = "ACCOUNT_FOUND";
    private const string Enabled = "ACCOUNT_ENABLED";
    private const string Disabled = "ACCOUNT_DISABLED";

    private readonly Dictionary<long, Seen> _seen = [];
    private int _lastId = 555000;

    public override IReadOnlyList<string> Events { get; } = [Synced, ConnectionDeleted, Fetched, Found, Enabled, Disabled];

    public override IReadOnlyList<TimeSpan> Repeats { get; } = [.. Enumerable.Repeat(TimeSpan.FromMinutes(15), 95)];

    public override IEnumerable<KeyValuePair<string, string>> Headers(SimulatedEvent told, Uri url, string? secret, DateTimeOffset at)
    {
        yield return new("User-Agent", "Budgea API/2.0");
        if (secret is null)
        {
            yield return new("Authorization", "Bearer " + told.UserToken);
            yield break;
        }

        var date = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        yield return new("BI-Signature-Date", date);
        yield return new("BI-Signature", Convert.ToBase64String(Mac(secret, $"POST.{url.AbsolutePath}.{date}.", told.Body)));
    }

    public override void Begin()
    {
        foreach (var connection in powens.Connections)
        {
            connection.Repair.Settle();
            _seen[connection.Id] = Seen.Now(connection, null);
        }
    }

    public override IEnumerable<SimulatedEvent> Notice()
    {
        var told = new List<SimulatedEvent>();
        foreach (var connection in powens.Connections.Where(connection => !connection.User.IsTemporary))
        {
            connection.Repair.Settle();
            var before = _seen.GetValueOrDefault(connection.Id);
            var now = _seen[connection.Id] = Seen.Now(connection, before);
            if (before?.IsGone == true)
            {
                continue;
            }

            if (now.IsGone)
            {
                told.Add(Event(ConnectionDeleted, connection, powens.Json.Connection(connection)));
                continue;
            }

            told.AddRange(OfAccounts(connection, before, now));
            told.AddRange(OfSync(connection, before, now));
        }

        return told;
    }

    public override IEnumerable<DateTimeOffset?> Changes() => powens.Connections.Where(connection => !connection.IsGone).SelectMany(ChangesOf);

    private static IEnumerable<DateTimeOffset?> ChangesOf(PowensConnection connection)
    {
        var repair = connection.Repair;
        if (repair.IsValidating)
        {
            yield return repair.NextChange();
        }
        else if (repair.Step is { } step)
        {
            yield return step.Until;
            yield return repair.Challenge?.ExpiresAt;
        }
        else
        {
            yield return connection.IsActive ? connection.NextTryAt : null;
            yield return connection.Sources.Where(source => source.DisabledAt is null).Min(source => source.AccessExpiresAt);
        }
    }

    private IEnumerable<SimulatedEvent> OfSync(PowensConnection connection, Seen? before, Seen now)
    {
        var hasData = now.LastSyncedAt is not null && now.LastSyncedAt != before?.LastSyncedAt;
        if (hasData)
        {
            yield return Event(Fetched, connection, Sync(connection, hasData));
        }

        if (hasData || now.State != before?.State)
        {
            yield return Event(Synced, connection, Sync(connection, hasData));
        }
    }

    private IEnumerable<SimulatedEvent> OfAccounts(PowensConnection connection, Seen? before, Seen now)
    {
        if (before is null)
        {
            yield break;
        }

        foreach (var account in connection.Accounts.Where(account => account.DeletedAt is null))
        {
            if (!before.Accounts.TryGetValue(account.Id, out var wasEnabled))
            {
                yield return Event(Found, connection, new JsonObject
                {
                    ["id"] = account.Id,
                    ["id_user"] = connection.User.Id,
                    ["id_connection"] = connection.Id,
                    ["disabled"] = account.DisabledAt is { } at ? PowensDates.Write(at, powens.Divergences.IsoDates) : null,
                    ["type"] = account.Type,
                });
            }
            else if (wasEnabled != now.Accounts[account.Id])
            {
                yield return Event(wasEnabled ? Disabled : Enabled, connection, powens.Json.Account(connection, account));
            }
        }
    }

    private JsonObject Sync(PowensConnection connection, bool hasData)
    {
        var json = powens.Json.Connection(connection, "connector,sources,accounts");
        if (!hasData)
        {
            json["accounts"] = new JsonArray();
        }

        foreach (var account in json["accounts"]!.AsArray().OfType<JsonObject>())
        {
            account["transactions"] = new JsonArray();
        }

        return new JsonObject
        {
            ["user"] = new JsonObject { ["id"] = connection.User.Id, ["signin"] = "2025-11-20 10:00:00" },
            ["connection"] = json,
        };
    }

    private SimulatedEvent Event(string name, PowensConnection connection, JsonObject body)
    {
        body["id_webhook_data"] = ++_lastId;
        return new SimulatedEvent(name, body) { UserToken = connection.User.Token };
    }

    /// <param name="State">The last state that was told: that a validation runs is not.</param>
    /// <param name="LastSyncedAt">The last sync.</param>
    /// <param name="IsGone">Whether it has been deleted.</param>
    /// <param name="Accounts">Whether each account is enabled.</param>
    private sealed record Seen(string? State, DateTimeOffset? LastSyncedAt, bool IsGone, Dictionary<long, bool> Accounts)
    {
        public static Seen Now(PowensConnection connection, Seen? before) => new(
            connection.Repair.IsValidating ? before?.State : connection.Repair.State,
            connection.LastSyncedAt,
            connection.IsGone,
            connection.Accounts.ToDictionary(account => account.Id, account => account.DisabledAt is null));
    }
}
