using System.Globalization;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>Powens: Bank accounts.</summary>
internal sealed class PowensAccountEndpoints(PowensSimulator powens)
{
    public SimulatedResponse List(RecordedCall call, IEnumerable<PowensConnection> connections)
    {
        var accounts = new List<(PowensConnection Connection, PowensAccount Account)>();
        foreach (var connection in connections)
        {
            connection.Repair.Settle();
            accounts.AddRange(connection.Accounts.Where(account => account.IsListed || AsksForAll(call)).Select(account => (connection, account)));
        }

        return SimulatedResponse.Json(new JsonObject
        {
            ["balance"] = accounts.Sum(pair => pair.Account.Balance ?? 0),
            ["balances"] = new JsonObject { ["EUR"] = accounts.Sum(pair => pair.Account.Balance ?? 0) },
            ["coming_balances"] = new JsonObject(),
            ["accounts"] = powens.Json.Accounts(accounts),
            ["total"] = accounts.Count,
        });
    }

    public SimulatedResponse One(RecordedCall call, PowensUser user, string id)
    {
        foreach (var connection in user.Connections)
        {
            if (Find(connection, id) is { } account && (account.IsListed || AsksForAll(call)))
            {
                if (call.Method is "POST" or "PUT")
                {
                    Change(call, account);
                }

                return SimulatedResponse.Json(powens.Json.Account(connection, account));
            }
        }

        throw PowensFailure.NotFound();
    }

    public SimulatedResponse UpdateMany(RecordedCall call, PowensConnection connection, string ids)
    {
        var accounts = ids.Split(',').Select(id => Find(connection, id)).ToList();
        if (accounts.Exists(account => account is null || (!account.IsListed && !AsksForAll(call))))
        {
            throw PowensFailure.NotFound();
        }

        accounts.ForEach(account => Change(call, account!));
        return SimulatedResponse.Json(new JsonObject { ["accounts"] = powens.Json.Accounts(accounts.Select(account => (connection, account!))) });
    }

    private void Change(RecordedCall call, PowensAccount account)
    {
        account.Name = PowensApi.Value(call, "name") ?? account.Name;
        account.DisabledAt = PowensApi.Value(call, "disabled") switch
        {
            "true" => powens.Clock.GetUtcNow(),
            "false" => null,
            _ => account.DisabledAt,
        };
    }

    private static PowensAccount? Find(PowensConnection connection, string id) =>
        connection.Accounts.FirstOrDefault(account => account.Id.ToString(CultureInfo.InvariantCulture) == id);

    private static bool AsksForAll(RecordedCall call) => call.Query.ContainsKey("all");
}
