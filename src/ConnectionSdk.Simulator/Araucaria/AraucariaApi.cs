using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>The endpoints under <c>/v1</c>. The caller holds the simulator's lock.</summary>
internal sealed class AraucariaApi(AraucariaSimulator araucaria)
{
    private const int MostConnectionsPerIntent = 10;
    private static readonly TimeSpan SyncIsRecentFor = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (DateTimeOffset CreatedAt, IReadOnlyList<AraucariaRefreshItem> Items)> _intents = new(StringComparer.Ordinal);

    public IEnumerable<string> CompletedIntents => _intents.Where(intent => intent.Value.Items.All(item => item.IsOver)).Select(intent => intent.Key);

    public SimulatedResponse Answer(RecordedCall call, string[] path) => (call.Method, path) switch
    {
        ("GET", ["connections", var id, "status"]) => WidgetStatus(call, id),
        ("POST", ["connections", var id, "credentials"]) => Credentials(call, id),
        _ when call.BearerToken != araucaria.ApiKey => throw AraucariaFailure.KeyRefused(),
        ("POST", ["connections"]) => Create(),
        ("GET", ["connections", var id]) => SimulatedResponse.Json(araucaria.Json.Connection(Connection(id))),
        ("DELETE", ["connections", var id]) => Delete(Connection(id)),
        ("POST", ["connections", var id, "widget-token"]) => WidgetToken(Connection(id)),
        ("POST", ["connections", var id, "disconnect"]) when araucaria.CanDisconnect => Disconnect(Connection(id)),
        ("GET", ["connections", var id, "accounts"]) => Accounts(call, Connection(id)),
        ("GET", ["accounts", var id]) => Account(id),
        ("POST", ["refresh-intents"]) => CreateIntent(call),
        ("GET", ["refresh-intents", var id]) => Intent(id),
        _ => throw AraucariaFailure.NoRoute(),
    };

    private SimulatedResponse Create()
    {
        var connection = araucaria.AddNewConnection();
        araucaria.ConnectionsCreated++;
        var answer = new JsonObject
        {
            ["connectionId"] = connection.Id,
            ["status"] = araucaria.Json.Status(connection),
            ["widgetToken"] = araucaria.WidgetTokens.Mint(connection, araucaria.WidgetTokenLasts),
        };
        return SimulatedResponse.Json(answer, araucaria.Divergences.AnswersOk ? 200 : 201);
    }

    private SimulatedResponse Delete(AraucariaConnection connection)
    {
        if (connection.Machine.LastSyncedAt is not null)
        {
            throw AraucariaFailure.HasData();
        }

        connection.IsGone = true;
        araucaria.ConnectionsDeleted++;
        return araucaria.Divergences.AnswersOk ? SimulatedResponse.Json(new JsonObject { ["deleted"] = true }) : SimulatedResponse.NoContent;
    }

    private SimulatedResponse WidgetToken(AraucariaConnection connection) => connection.Machine.NeedsUser
        ? SimulatedResponse.Json(new JsonObject
        {
            ["connectionId"] = connection.Id,
            ["widgetToken"] = araucaria.WidgetTokens.Mint(connection, araucaria.WidgetTokenLasts),
            ["institutionId"] = connection.InstitutionId,
        })
        : throw AraucariaFailure.WrongState();

    private SimulatedResponse Disconnect(AraucariaConnection connection)
    {
        connection.Machine.Disconnect();
        return SimulatedResponse.Json(araucaria.Json.Connection(connection));
    }

    private SimulatedResponse Accounts(RecordedCall call, AraucariaConnection connection)
    {
        var accounts = connection.Machine.LastSyncedAt is null ? [] : connection.Accounts.ToList();
        if (!araucaria.Divergences.WrapsAccounts)
        {
            return SimulatedResponse.Json(List(accounts));
        }

        if (call.Query.TryGetValue("starting_after", out var last))
        {
            var index = accounts.FindIndex(account => account.Id == last);
            accounts.RemoveRange(0, index < 0 ? throw AraucariaFailure.BadRequest("Unknown cursor") : index + 1);
        }

        var page = accounts.Take(araucaria.Divergences.AccountsPerPage ?? accounts.Count).ToList();
        var hasMore = page.Count < accounts.Count;
        return SimulatedResponse.Json(new JsonObject
        {
            ["data"] = List(page),
            ["has_more"] = hasMore,
            ["next_cursor"] = hasMore ? page[^1].Id : null,
        });

        JsonArray List(IEnumerable<AraucariaAccount> some) => new([.. some.Select(account => araucaria.Json.Account(connection, account))]);
    }

    private SimulatedResponse Account(string id)
    {
        var connection = araucaria.Connections.FirstOrDefault(connection => !connection.IsGone && connection.Accounts.Any(account => account.Id == id));
        connection?.Machine.Settle();
        return connection?.Machine.LastSyncedAt is null
            ? throw AraucariaFailure.NoAccount()
            : SimulatedResponse.Json(araucaria.Json.Account(connection, connection.Accounts.First(account => account.Id == id)));
    }

    private SimulatedResponse CreateIntent(RecordedCall call)
    {
        if (call.Json?["connectionIds"] is not JsonArray ids || ids.Count is 0 or > MostConnectionsPerIntent)
        {
            throw AraucariaFailure.BadRequest("connectionIds must hold 1 to 10 ids");
        }

        var connections = ids.Select(id => Connection(id is JsonValue value && value.TryGetValue<string>(out var text) ? text : "")).ToList();
        if (connections.Exists(connection => connection.Machine.Status is not (AraucariaStatus.Connected or AraucariaStatus.Verifying)))
        {
            throw AraucariaFailure.WrongState();
        }

        var now = araucaria.Clock.GetUtcNow();
        var items = connections.ConvertAll(connection => new AraucariaRefreshItem(connection));
        var id = AraucariaIds.New("", araucaria.Clock);
        _intents.Add(id, (now, items));
        foreach (var item in items.Where(item => now - item.Connection.Machine.LastSyncedAt < SyncIsRecentFor))
        {
            item.End(error: null);
        }

        // The answer still shows what is queued; the worker starts right after it.
        var answer = SimulatedResponse.Json(AraucariaJson.Intent(id, now, items), araucaria.Divergences.AnswersOk ? 200 : 201);
        items.Where(item => !item.IsOver).ToList().ForEach(item => item.Connection.Machine.StartSync(item));
        return answer;
    }

    private SimulatedResponse Intent(string id)
    {
        if (!_intents.TryGetValue(id, out var intent))
        {
            throw new AraucariaFailure(404, "REFRESH_INTENT_NOT_FOUND", "No such refresh intent");
        }

        foreach (var item in intent.Items)
        {
            item.Connection.Machine.Settle();
        }

        return SimulatedResponse.Json(AraucariaJson.Intent(id, intent.CreatedAt, intent.Items));
    }

    private SimulatedResponse WidgetStatus(RecordedCall call, string id)
    {
        var connection = WidgetConnection(call, id);
        return SimulatedResponse.Json(new JsonObject
        {
            ["connectionId"] = connection.Id,
            ["institutionId"] = connection.InstitutionId,
            ["status"] = araucaria.Json.Status(connection),
        });
    }

    private SimulatedResponse Credentials(RecordedCall call, string id)
    {
        var connection = WidgetConnection(call, id);
        connection.Machine.Submit(Text(call, "login"), Text(call, "password"));
        connection.InstitutionId ??= AraucariaBank.Id;
        return SimulatedResponse.Json(araucaria.Json.Connection(connection));
    }

    private AraucariaConnection WidgetConnection(RecordedCall call, string id)
    {
        var connection = araucaria.WidgetTokens.Find(call.BearerToken);
        return connection?.Id == id ? Connection(id) : throw AraucariaFailure.WidgetTokenRefused();
    }

    private AraucariaConnection Connection(string id)
    {
        var connection = araucaria.Find(id) ?? throw AraucariaFailure.NoConnection();
        connection.Machine.Settle();
        return connection;
    }

    private static string Text(RecordedCall call, string property) =>
        call.Json?[property] is { } node && node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw AraucariaFailure.BadRequest("Missing " + property);
}
