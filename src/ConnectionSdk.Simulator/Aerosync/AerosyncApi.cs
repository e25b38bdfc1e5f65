using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>The REST endpoints. The caller holds the simulator's lock.</summary>
internal sealed class AerosyncApi(AerosyncSimulator aerosync)
{
    public SimulatedResponse Answer(RecordedCall call) => (call.Method, call.Segments) switch
    {
        ("POST", ["v2", "token"]) => Token(call),
        ("POST", ["v2", "token_widget"]) when !aerosync.Divergences.WidgetTokenAsOnThePage => WidgetToken(call, "aeroPassUserUuid"),
        ("POST", ["token"]) when aerosync.Divergences.WidgetTokenAsOnThePage => WidgetToken(call, "aeroPassUserUUID"),
        (_, ["v2", .. var rest]) => OfData(call, rest),
        _ => NoRoute(),
    };

    private SimulatedResponse OfData(RecordedCall call, string[] path)
    {
        if (!HasApiKey(call))
        {
            return Forbidden();
        }

        if (!aerosync.Tokens.Accepts(call.BearerToken))
        {
            throw AerosyncFailure.TokenRefused();
        }

        return (call.Method, path) switch
        {
            ("GET", ["accounts", var id]) => Account(Connection(id)),
            ("GET", ["accounts", var id, "balance"]) => Balance(Connection(id)),
            ("POST", ["accounts", var id, "refresh"]) => Refresh(Connection(id)),
            ("GET", ["accounts", var id, "job", var jobId]) => Job(Connection(id).Jobs.Find(job => job.Id == jobId), jobId),
            ("GET", ["job", var jobId]) => Job(aerosync.Connections.SelectMany(connection => connection.Jobs).FirstOrDefault(job => job.Id == jobId), jobId),
            ("GET", ["users", var uuid, "connections"]) => ConnectionsOf(uuid),
            _ => NoRoute(),
        };
    }

    private SimulatedResponse Token(RecordedCall call)
    {
        CheckSecret(call);
        var answer = Success();
        answer["TTL"] = Seconds(aerosync.ApiTokenLasts);
        answer["token"] = aerosync.Tokens.MintApiToken(aerosync.ApiTokenLasts);
        return SimulatedResponse.Json(answer);
    }

    private SimulatedResponse WidgetToken(RecordedCall call, string userProperty)
    {
        if (!HasApiKey(call))
        {
            return Forbidden();
        }

        CheckSecret(call);
        var user = Text(call, userProperty) ?? throw AerosyncFailure.Malformed();
        if (!aerosync.Knows(user))
        {
            throw AerosyncFailure.NotFound(user);
        }

        AerosyncConnection? reconnects = null;
        if (call.Json!["reconnectAttempt"] is { } attempt && attempt.GetValueKind() == JsonValueKind.True)
        {
            reconnects = Connection(Text(call, "connectionId") ?? throw AerosyncFailure.Malformed());
            if (reconnects.UserUuid != user)
            {
                throw AerosyncFailure.NotFound(reconnects.Id);
            }
        }

        var answer = Success();
        if (!aerosync.Divergences.OmitsWidgetTokenTtl)
        {
            answer["TTL"] = Seconds(aerosync.WidgetTokenLasts);
        }

        answer["token"] = aerosync.Tokens.MintWidgetToken(
            aerosync.WidgetTokenLasts,
            expiresAt => new AerosyncWidgetGrant(user, reconnects, expiresAt));
        answer["userId"] = user.Replace("-", "", StringComparison.Ordinal);
        return SimulatedResponse.Json(answer);
    }

    private SimulatedResponse Account(AerosyncConnection connection)
    {
        if (aerosync.Divergences.BrokenAccountsAnswerAc104 && !connection.IsUsable)
        {
            throw AerosyncFailure.BankOutOfReach();
        }

        var account = connection.Account;
        var json = new JsonObject
        {
            ["accountNickname"] = account.Nickname,
            ["accountNumber"] = account.Number,
            ["routingNumber"] = account.RoutingNumber,
            ["accountNumberDisplay"] = account.NumberDisplay,
            ["accountNumberType"] = "Tokenized",
            ["accountType"] = account.Type,
            ["bankName"] = AerosyncBank.Name,
            ["institutionName"] = AerosyncBank.Name,
            ["institutionUuid"] = AerosyncBank.Uuid,
            ["canFetchBalance"] = connection.IsUsable && !connection.IsLinkedByHand,
            ["connectionMethod"] = connection.IsLinkedByHand ? 2 : 6,
            ["connectionStatus"] = connection.Status,
            ["connectionExpiry"] = connection.ExpiresAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        };
        if (aerosync.Divergences.OldAccounts)
        {
            string[] newer = ["accountNumberDisplay", "accountNumberType", "institutionName", "institutionUuid", "connectionStatus", "connectionExpiry"];
            Array.ForEach(newer, name => json.Remove(name));
        }

        var answer = Success();
        answer["account"] = json;
        return SimulatedResponse.Json(answer);
    }

    private static SimulatedResponse Balance(AerosyncConnection connection)
    {
        CheckBalanceCanBeRead(connection);
        var answer = Success();
        answer["account"] = new JsonObject
        {
            ["availableBalance"] = connection.Account.Balance,
            ["currentBalance"] = connection.Account.Balance,
            ["lastRefreshTimeStamp"] = connection.BalanceRefreshedAt.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            ["currency"] = "USD",
            ["bankName"] = AerosyncBank.Name,
            ["institutionName"] = AerosyncBank.Name,
            ["institutionUuid"] = AerosyncBank.Uuid,
            ["userId"] = connection.Id,
            ["connectionId"] = connection.Id,
        };
        return SimulatedResponse.Json(answer);
    }

    private SimulatedResponse Refresh(AerosyncConnection connection)
    {
        connection.RefreshRequests++;
        CheckBalanceCanBeRead(connection);
        var now = aerosync.Clock.GetUtcNow();
        connection.Jobs.ForEach(job => job.Settle(now));
        if (connection.Jobs.Exists(job => !job.IsOver))
        {
            throw AerosyncFailure.JobRunning();
        }

        var job = new AerosyncJob(connection, "REF-" + AerosyncSimulator.NewId(), now + aerosync.JobTakes) { End = connection.NextJobs };
        connection.Jobs.Add(job);
        var answer = Success();
        answer["identityStatus"] = "Initiated";
        answer["jobId"] = job.Id;
        answer["userId"] = connection.Id;
        return SimulatedResponse.Json(answer);
    }

    private SimulatedResponse Job(AerosyncJob? job, string id)
    {
        if (job is null)
        {
            throw AerosyncFailure.NotFound(id);
        }

        job.Settle(aerosync.Clock.GetUtcNow());
        var answer = Success();
        answer["jobStatus"] = job switch
        {
            { WaitsForUser: true } => aerosync.Divergences.SaysMfaRequired ? "MFA_REQUIRED" : "Pending MFA",
            { IsOver: false } => "IN_PROGRESS",
            { HasFailed: true } => "FAILED",
            _ => "COMPLETED",
        };
        answer["mfaTriggered"] = job.WaitsForUser;
        answer["jobId"] = job.Id;
        answer["userId"] = job.Connection.Id;
        answer["connectionId"] = job.Connection.Id;
        return SimulatedResponse.Json(answer);
    }

    private SimulatedResponse ConnectionsOf(string userUuid)
    {
        if (!aerosync.Knows(userUuid))
        {
            throw AerosyncFailure.NotFound(userUuid);
        }

        return SimulatedResponse.Json(new JsonObject
        {
            ["connections"] = new JsonArray([.. aerosync.ConnectionsOf(userUuid).Select(connection => new JsonObject
            {
                ["connectionId"] = connection.Id,
                ["connectionStatus"] = connection.Status,
                ["institutionName"] = AerosyncBank.Name,
                ["accountNickname"] = connection.Account.Nickname,
                ["accountNumberDisplay"] = connection.Account.NumberDisplay,
            })]),
        });
    }

    private AerosyncConnection Connection(string id) => aerosync.Find(id) ?? throw AerosyncFailure.NotFound(id);

    private bool HasApiKey(RecordedCall call) => call.Headers.GetValueOrDefault("x-api-key") == aerosync.ApiKey;

    private void CheckSecret(RecordedCall call)
    {
        var (key, secret) = (Text(call, "apiKey"), Text(call, "apiSecret"));
        if (key is null || secret is null)
        {
            throw AerosyncFailure.Malformed();
        }

        if (key != aerosync.ApiKey || secret != aerosync.ApiSecret)
        {
            throw AerosyncFailure.KeyRefused();
        }
    }

    private static void CheckBalanceCanBeRead(AerosyncConnection connection)
    {
        if (connection.IsLinkedByHand)
        {
            throw AerosyncFailure.LinkedByHand();
        }

        if (!connection.IsUsable)
        {
            throw AerosyncFailure.BankOutOfReach();
        }
    }

    private static string? Text(RecordedCall call, string property) =>
        call.Json?[property] is { } node && node.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: > 0 } text ? text : null;

    private static JsonObject Success() => new() { ["status"] = "success", ["statusCode"] = 200 };

    private static string Seconds(TimeSpan span) => ((long)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    // A gateway in front of the API refuses a missing key, in its own words: not every 403 means that the token has run out.
    private static SimulatedResponse Forbidden() => SimulatedResponse.Json(new JsonObject { ["message"] = "Forbidden" }, 403);

    private static SimulatedResponse NoRoute() => SimulatedResponse.Json(new JsonObject { ["message"] = "Not Found" }, 404);
}
