using System.Globalization;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>Powens: Connections.</summary>
internal sealed class PowensConnectionEndpoints(PowensSimulator powens)
{
    private static readonly string[] Settings = ["source", "active", "expire", "resume", "refresh_auth", "connector_uuid", "id_connector", "background"];

    public SimulatedResponse List(RecordedCall call, PowensUser user)
    {
        var all = user.Connections;
        var offset = Number(call, "offset", 0) ?? 0;
        var limit = Number(call, "limit", 1) ?? powens.DefaultPageSize ?? int.MaxValue;
        var page = all.Skip(offset).Take(limit).Select(connection => powens.Json.Connection(connection, Expand(call)));
        return SimulatedResponse.Json(new JsonObject
        {
            ["connections"] = new JsonArray([.. page]),
            ["total"] = all.Count,
            [powens.Divergences.NamesLinksLink ? "_link" : "_links"] = new JsonObject
            {
                ["self"] = Link(offset, limit),
                ["prev"] = offset > 0 ? Link(Math.Max(0, offset - limit), limit) : null,
                ["next"] = offset + (long)limit < all.Count ? Link(offset + limit, limit) : null,
            },
        });

        JsonObject Link(int from, int count) => new()
        {
            ["href"] = new Uri(powens.ApiAddress, string.Create(CultureInfo.InvariantCulture, $"users/{user.Id}/connections?offset={from}&limit={count}"))
                .AbsoluteUri,
        };
    }

    public SimulatedResponse Get(RecordedCall call, PowensConnection connection) =>
        SimulatedResponse.Json(powens.Json.Connection(connection, Expand(call)));

    public SimulatedResponse Create(RecordedCall call, PowensUser user)
    {
        var connector = PowensApi.Value(call, "connector_uuid") ?? PowensApi.Required(call, "id_connector");
        if (!PowensConnector.Is(connector))
        {
            throw PowensFailure.Unacceptable("connector_uuid");
        }

        var values = Values(call);
        return Answer(call, CreateWith(user, values), 201);
    }

    /// <summary>Tries credentials at the bank and keeps the connection only when they are right, as Powens does.</summary>
    public PowensConnection CreateWith(PowensUser user, IReadOnlyDictionary<string, string> values)
    {
        var name = values.GetValueOrDefault("login") ?? throw PowensFailure.Missing("login");
        var password = values.GetValueOrDefault("password") ?? throw PowensFailure.Missing("password");
        var website = values.GetValueOrDefault("openapiwebsite", "par");
        var scenario = PowensConnector.Scenario(website) ?? throw PowensFailure.Unacceptable("openapiwebsite");
        var login = powens.Bank.Find(name) ?? powens.Bank.AddLogin(name);
        if (login.TryPassword(password) != BankResult.Accepted || website == "wrongpass")
        {
            throw PowensFailure.WrongPass();
        }

        if (powens.Divergences.ReturnsExistingOnCreate && user.Connections.FirstOrDefault(known => known.Login == login) is { } existing)
        {
            return existing;
        }

        powens.ConnectionsCreated++;
        return powens.CreateConnection(user, setup => scenario(setup.ForLogin(login)));
    }

    public PowensAnswer Update(RecordedCall call, PowensConnection connection)
    {
        connection.Repair.Settle();
        if (PowensApi.Value(call, "active") is { } active)
        {
            connection.IsActive = active == "true";
        }

        var inBackground = IsTrue(call, "background");
        var values = Values(call);
        if (IsTrue(call, "resume"))
        {
            connection.Resumes++;
            connection.Repair.Resume();
            if (connection.Repair.IsValidating && !inBackground)
            {
                return new PowensAnswer(null, connection);
            }
        }
        else if (IsTrue(call, "refresh_auth"))
        {
            connection.Renewals++;
            connection.Repair.Renew();
        }
        else if (values.Count > 0)
        {
            connection.FieldSubmissions++;
            connection.Repair.Submit(values, inBackground);
        }
        else if (PowensApi.Value(call, "active") is null)
        {
            connection.Forces++;
            ForceSource(connection, PowensApi.Value(call, "source"));
        }

        return Updated(call, connection);
    }

    public SimulatedResponse Updated(RecordedCall call, PowensConnection connection) => Answer(call, connection, 200);

    public SimulatedResponse Sync(RecordedCall call, PowensConnection connection)
    {
        connection.SyncRequests++;
        connection.Repair.Settle();
        var isHealthy = connection.Repair.Step is null;
        var isFresh = connection.LastSyncedAt is { } last && powens.Clock.GetUtcNow() - last < powens.MinimumSyncInterval;
        if (connection.Repair.IsValidating || (isHealthy && isFresh))
        {
            throw PowensFailure.SyncRefused();
        }

        // Without the user nothing may be started that would need them.
        var userIsPresent = PowensApi.Value(call, "psu_requested") is not "false";
        if (isHealthy || userIsPresent)
        {
            connection.Repair.Force();
        }

        return Answer(call, connection, 200);
    }

    public SimulatedResponse Delete(PowensConnection connection)
    {
        connection.IsGone = true;
        powens.ConnectionsDeleted++;
        return powens.Divergences.AnswersDeletions ? SimulatedResponse.Json(powens.Json.Connection(connection)) : SimulatedResponse.NoContent;
    }

    public SimulatedResponse Sources(PowensConnection connection)
    {
        connection.Repair.Settle();
        return SimulatedResponse.Json(new JsonObject { ["sources"] = powens.Json.Sources(connection) });
    }

    public SimulatedResponse Source(RecordedCall call, PowensConnection connection, string id)
    {
        var source = connection.Sources.FirstOrDefault(candidate => candidate.Id.ToString(CultureInfo.InvariantCulture) == id)
            ?? throw PowensFailure.NotFound();
        if (call.Method is "POST" or "PUT" && PowensApi.Value(call, "disabled") is { } disabled)
        {
            source.DisabledAt = disabled == "true" ? powens.Clock.GetUtcNow() : null;
        }

        connection.Repair.Settle();
        return SimulatedResponse.Json(powens.Json.Source(connection, source));
    }

    public static SimulatedResponse Logs(PowensConnection connection) =>
        SimulatedResponse.Json(new JsonObject { ["connectionlogs"] = new JsonArray(), ["total"] = 0, ["id_connection"] = connection.Id });

    private static void ForceSource(PowensConnection connection, string? source)
    {
        var concerned = connection.Repair.Step?.Source ?? connection.Sources[0].Name;
        if (source is null || source == concerned)
        {
            connection.Repair.Force();
        }
    }

    private SimulatedResponse Answer(RecordedCall call, PowensConnection connection, int status)
    {
        var json = powens.Json.Connection(connection, Expand(call));
        if (powens.Divergences.WrapsUpdates)
        {
            json = new JsonObject { ["message"] = "The connection cannot be forced now", ["connection"] = json };
        }

        var needsUser = connection.Repair.Step is not null || connection.Repair.IsValidating;
        return SimulatedResponse.Json(json, powens.Divergences.AnswersAccepted && needsUser ? 202 : status);
    }

    private Dictionary<string, string> Values(RecordedCall call)
    {
        var values = call.Json is { } json
            ? json.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => PowensApi.Text(pair.Value!), StringComparer.Ordinal)
            : FormBody.Read(call).ToDictionary(StringComparer.Ordinal);
        foreach (var setting in Settings)
        {
            values.Remove(setting);
        }

        foreach (var (name, value) in values.ToList())
        {
            values[name] = Decrypt(name, value);
        }

        return values;
    }

    private string Decrypt(string name, string value)
    {
        if (PowensKey.LooksEncrypted(value))
        {
            return powens.Key.TryDecrypt(value) ?? throw PowensFailure.Unacceptable(name);
        }

        if (powens.RequiresEncryption)
        {
            powens.PlainValuesRefused++;
            throw new PowensFailure(400, "invalidValue", $"The value of {name} must be encrypted");
        }

        return value;
    }

    private static bool IsTrue(RecordedCall call, string name) => PowensApi.Value(call, name) is "true" or "True" or "1" or "";

    private static string? Expand(RecordedCall call) => call.Query.GetValueOrDefault("expand");

    private static int? Number(RecordedCall call, string name, int least)
    {
        if (!call.Query.TryGetValue(name, out var text))
        {
            return null;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= 1_000_000
            ? number
            : throw PowensFailure.Unacceptable(name);
    }
}
