using System.Globalization;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>Writes what Araucaria answers, with the divergences switched on. The caller holds the simulator's lock.</summary>
internal sealed class AraucariaJson(AraucariaDivergences divergences)
{
    public JsonObject Connection(AraucariaConnection connection)
    {
        var machine = connection.Machine;
        var json = new JsonObject
        {
            [divergences.NamesConnectionIdId ? "id" : "connectionId"] = connection.Id,
            ["institutionId"] = connection.InstitutionId,
            ["status"] = Status(connection),
        };
        if (!divergences.OmitsLastSync && machine.LastSyncedAt is { } lastSync)
        {
            json[divergences.SaysLastSyncAt ? "lastSyncAt" : "lastSyncedAt"] = Date(lastSync);
        }

        json["createdAt"] = Date(connection.CreatedAt);
        json["updatedAt"] = Date(machine.UpdatedAt);
        return json;
    }

    public string Status(AraucariaConnection connection) => connection.ShownStatus
        ?? (divergences.SaysActive && connection.Machine.Status == AraucariaStatus.Connected ? "ACTIVE" : connection.Machine.Status);

    public JsonObject Account(AraucariaConnection connection, AraucariaAccount account)
    {
        var json = new JsonObject
        {
            ["id"] = account.Id,
            ["connectionId"] = connection.Id,
            ["name"] = account.Name,
            ["type"] = account.Type,
            ["currency"] = account.Currency,
            ["balance"] = account.Balance,
            ["availableBalance"] = account.CreditLimit is { } limit ? limit + account.Balance : account.Balance,
            ["accountNumber"] = Number(account.Number),
            ["createdAt"] = Date(account.CreatedAt),
            ["lastSyncedAt"] = connection.Machine.LastSyncedAt is { } lastSync ? Date(lastSync) : null,
            ["institution"] = new JsonObject { ["id"] = connection.InstitutionId, ["name"] = AraucariaBank.Name, ["logo"] = null },
        };
        if (account.CreditLimit is { } credit)
        {
            json["creditLimit"] = credit;
        }

        return json;
    }

    public static JsonObject Intent(string id, DateTimeOffset createdAt, IReadOnlyList<AraucariaRefreshItem> items) => new()
    {
        ["id"] = id,
        ["status"] = items.All(item => item.IsOver) ? "completed" : "pending",
        ["connections"] = new JsonArray([.. items.Select(item => new JsonObject
        {
            ["connectionId"] = item.Connection.Id,
            ["status"] = item.Status,
            ["error"] = item.Error,
        })]),
        ["createdAt"] = createdAt.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
    };

    private string? Number(string? number) =>
        divergences.OmitsNumbers || number is null ? null
        : divergences.ShowsWholeNumbers ? number
        : "****" + number[Math.Max(0, number.Length - 4)..];

    private static string Date(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
