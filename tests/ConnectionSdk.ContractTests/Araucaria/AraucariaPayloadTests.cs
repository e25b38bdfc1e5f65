using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Araucaria;

/// <summary>Bodies that the editions of the documentation allow beside the shared ones, and bodies that are broken, read as a product would use them.</summary>
public sealed class AraucariaPayloadTests : AraucariaContract
{
    private const string Accounts = $"{Address}/accounts";
    private const string Intent = "/v1/refresh-intents/i1";
    private const string Synced = "\"lastSyncedAt\":\"2026-04-17T03:15:00Z\"";

    /// <summary>What is read of a connection: state, reason, action, whether its data are usable, and an N where it was never synchronised.</summary>
    [Theory]
    [InlineData($$"""{"connectionId":"{{Id}}","institutionId":null,"status":"CREATED"}""", "Pending awaitingUser OpenWidget False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"credentials_submitted"}""", "Connecting none Wait False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"CredentialsSubmitted"}""", "Connecting none Wait False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"Verifying"}""", "Connecting none Wait False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"verifying",{{Synced}}}""", "Connecting none Wait True")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"CONNECTED","lastSyncedAt":null}""", "Active none None True")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":" CONNECTED "}""", "Active none None True")]
    [InlineData($$"""{"id":"{{Id}}","status":"Active","lastSyncAt":"2026-04-17T03:15:00.000Z"}""", "Active none None True")]
    [InlineData($$"""{"connectionId":null,"id":"{{Id}}","status":"CONNECTED"}""", "Active none None True")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"mfa-required",{{Synced}}}""", "ActionRequired mfaRequired OpenWidget False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"MFA_REQUIRED"}""", "ActionRequired mfaRequired OpenWidget False N")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"FAILED_AUTH","lastSyncedAt":null,"lastSyncAt":"2026-04-17T03:15:00"}""", "ReconnectRequired credentialsInvalid OpenWidget False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"failed-auth",{{Synced}}}""", "ReconnectRequired credentialsInvalid OpenWidget False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"FAILED_AUTH","lastSyncedAt":""}""", "ReconnectRequired credentialsInvalid OpenWidget False N")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"ERROR","updatedAt":"2999-01-01T00:00:00Z",{{Synced}}}""", "Degraded institutionUnavailable Wait True")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"ERROR","updatedAt":"2999-01-01T00:00:00Z"}""", "Degraded institutionUnavailable Wait False N")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"ERROR","updatedAt":null,{{Synced}}}""", "Degraded institutionUnavailable Wait True")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"Disconnected",{{Synced}}}""", "Disconnected disconnectedByIntegrator StartOver False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":null}""", "Unknown unrecognised ContactSupport False")]
    [InlineData($$"""{"connectionId":"{{Id}}"}""", "Unknown unrecognised ContactSupport False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":""}""", "Unknown unrecognised ContactSupport False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"PAUSED",{{Synced}}}""", "Unknown unrecognised ContactSupport False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":["CONNECTED"]}""", "Unknown unrecognised ContactSupport False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":true}""", "Unknown unrecognised ContactSupport False")]
    [InlineData($$"""{"connectionId":"{{Id}}","status":"CONNECTED","createdAt":"soon","updatedAt":17,"institutionId":{"id":"x"},"new":{"a":[1]} }""", "Active none None True")]
    public async Task A_connection_is_read_in_every_edition(string body, string expected)
    {
        Get(Address).Once().ReturnsJson(body);

        var status = (await Client.GetAsync(Connection)).Status;

        var never = status.Advisories.Any(advisory => advisory.Kind == AdvisoryKind.NeverSynchronised) ? " N" : "";
        Assert.Equal(expected, $"{status.State} {status.Reason.Value} {status.Action.Kind} {status.DataUsable}{never}");
        Assert.Equal(status.State == ConnectionState.Active, status.RefreshAllowed);
    }

    [Theory]
    [InlineData(200, "", ProviderErrorKind.Protocol)]
    [InlineData(204, "", ProviderErrorKind.Protocol)]
    [InlineData(200, "<!doctype html><p>CONNECTED</p>", ProviderErrorKind.Protocol)]
    [InlineData(200, $$"""{"connectionId":"{{Id}}","status":"CONN""", ProviderErrorKind.Protocol)]
    [InlineData(200, $$"""{"connectionId":"{{Id}}","status":"FAILED_AUTH","status":"CONNECTED"}""", ProviderErrorKind.Protocol)]
    [InlineData(200, """{"statusCode":404,"code":"CONNECTION_NOT_FOUND","message":"m"}""", ProviderErrorKind.Protocol)]
    [InlineData(200, """{"connectionId":"conn_of_somebody_else","status":"CONNECTED"}""", ProviderErrorKind.Protocol)]
    [InlineData(400, """{"statusCode":400,"message":["status must be a string"],"error":"Bad Request"}""", ProviderErrorKind.InvalidRequest)]
    [InlineData(401, """{"statusCode":"401","code":"invalid_api_key"}""", ProviderErrorKind.CredentialRejected)]
    [InlineData(404, """{"statusCode":404,"message":"Cannot GET /v1/connections"}""", ProviderErrorKind.NotFound)]
    [InlineData(409, """{"statusCode":409,"code":"INVALID_CONNECTION_STATE","message":null}""", ProviderErrorKind.Conflict)]
    [InlineData(429, "", ProviderErrorKind.RateLimited)]
    [InlineData(500, "oops", ProviderErrorKind.Unavailable)]
    [InlineData(503, """{"statusCode":503,"code":"BANK_UNAVAILABLE"}""", ProviderErrorKind.Unavailable)]
    [InlineData(504, "<html></html>", ProviderErrorKind.Unavailable)]
    public async Task Whatever_is_no_connection_is_told_as_what_it_is(int status, string body, ProviderErrorKind kind)
    {
        Get(Address).Once().ReturnsJson(body, status);

        Assert.Equal(kind, (await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection))).Kind);
    }

    /// <summary>What is read of accounts: id, type, last digits, balance.</summary>
    [Theory]
    [InlineData("[]", "")]
    [InlineData("""{"data":[],"has_more":false,"next_cursor":null}""", "")]
    [InlineData("""{"data":[],"has_more":true,"next_cursor":"x"}""", "")]
    [InlineData("""{"data":[{"id":"a"}],"has_more":null,"next_cursor":null,"total":1}""", "a   ")]
    [InlineData("""[{"id":"a","type":"BROKERAGE","currency":"USD","balance":"1050","accountNumber":"****6789"}]""", "a brokerage 6789 10.5")]
    [InlineData("""[{"id":"a","type":"pension","currency":"clp","balance":845000.0,"accountNumber":null,"institution":{"id":"b","name":null,"logo":"l"}}]""", "a pension  845000")]
    [InlineData("""[{"id":"a","type":null,"currency":null,"balance":null,"creditLimit":5,"currencyBalances":[{"currency":"USD","balance":1}],"positions":[]}]""", "a   ")]
    [InlineData("""[{"id":7,"type":"line_of_credit","currency":"CLP","balance":-1,"accountNumber":"001234567890","lastSyncAt":"2026-03-02"}]""", "7 line_of_credit 7890 -1")]
    [InlineData("""[{"id":"a","institution":null},{"id":"b","institution":{}}]""", "a   |b   ")]
    public async Task Accounts_are_read_in_every_edition(string body, string expected)
    {
        Get(Accounts).Once().ReturnsJson(body);

        var accounts = await Client.GetAccountsAsync(Connection);

        Assert.Equal(
            expected,
            string.Join('|', accounts.Select(account => FormattableString.Invariant($"{account.Id} {account.Type} {account.MaskedNumber} {account.Balance:0.##}"))));
    }

    [Theory]
    [InlineData("""{"connectionId":"c","status":"CREATED","widgetToken":"sess_1","institutionId":null}""", 200)]
    [InlineData("""{"id":"c","widgetToken":"sess_1"}""", 201)]
    [InlineData("""{"connectionId":"c","id":"other","widgetToken":"sess_1","expiresIn":900}""", 202)]
    public async Task A_creation_is_read_in_every_edition(string body, int status)
    {
        PostNothing("/v1/connections").Once().ReturnsJson(body, status);

        var session = await Client.BeginConnectAsync(new ConnectRequest { User = UserRef.Parse("araucaria:42") });

        Assert.Equal(("c", "sess_1"), (session.ConnectionId, Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.Parameters["token"]));
    }

    [Theory]
    [InlineData("""{"widgetToken":"sess_1"}""")]
    [InlineData($$"""{"id":"{{Id}}","widgetToken":"sess_1","institutionId":null}""")]
    public async Task A_widget_token_is_read_in_every_edition(string body)
    {
        PlanAccounts();
        PlanRead("connection.get.failed-auth.json");
        PostNothing($"{Address}/widget-token").Once().ReturnsJson(body, 201);

        var session = await Flow.StartAsync(Connection);

        Assert.Equal("sess_1", Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.Parameters["token"]);
    }

    [Theory]
    [InlineData("""{"connectionId":"conn_of_somebody_else","widgetToken":"sess_1"}""")]
    [InlineData($$"""{"connectionId":"{{Id}}","widgetToken":""}""")]
    [InlineData($$"""{"connectionId":"{{Id}}","widgetToken":15}""")]
    [InlineData($$"""{"connectionId":"{{Id}}"}""")]
    public async Task A_token_that_is_not_for_this_connection_is_handed_to_nobody(string body)
    {
        PlanAccounts();
        PlanRead("connection.get.failed-auth.json");
        PostNothing($"{Address}/widget-token").Once().ReturnsJson(body);

        Assert.Equal(ProviderErrorKind.Protocol, (await Assert.ThrowsAsync<ProviderException>(() => Flow.StartAsync(Connection))).Kind);
    }

    /// <summary>The page hands results over as JSON, and bridges of mobile apps as JSON inside JSON.</summary>
    [Theory]
    [InlineData($$"""{"connectionId":"{{Id}}"}""")]
    [InlineData($$"""{"event":"success","connectionId":"{{Id}}"}""")]
    [InlineData($$"""{"type":"onSuccess","connectionId":"{{Id}}"}""")]
    [InlineData($$"""{"event":"SUCCESS"}""")]
    [InlineData($$""" "{\"connectionId\":\"{{Id}}\"}" """)]
    [InlineData($$""" "{\"event\":\"success\",\"connectionId\":\"{{Id}}\"}" """)]
    [InlineData($$""" "\"{\\\"connectionId\\\":\\\"{{Id}}\\\"}\"" """)]
    public async Task A_success_of_the_widget_is_read_however_it_is_wrapped(string json)
    {
        PostNothing("/v1/connections").Once().ReturnsFixture("araucaria/connection.create.response.json");
        PlanRead("connection.get.connected.json").Once();
        var session = await Client.BeginConnectAsync(new ConnectRequest { User = UserRef.Parse("araucaria:42") });

        Assert.Equal(ConnectionState.Active, (await Client.CompleteConnectAsync(session, new UserReply.WidgetReturned(json))).Status.State);
    }

    [Theory]
    [InlineData(""" "null" """, "userAbandoned")]
    [InlineData(""" "{\"error\":{\"code\":\"INVALID_WIDGET_TOKEN\"}}" """, "sessionExpired")]
    [InlineData(""" "{\"connectionId\":\"conn_of_somebody_else\"}" """, "integratorError")]
    [InlineData(""" "\"BANK_UNAVAILABLE\"" """, "institutionUnavailable")]
    [InlineData(""" "BANK_UNAVAILABLE" """, "institutionUnavailable")]
    public async Task So_is_its_end_without_success(string json, string reason)
    {
        PostNothing("/v1/connections").Once().ReturnsFixture("araucaria/connection.create.response.json");
        var session = await Client.BeginConnectAsync(new ConnectRequest { User = UserRef.Parse("araucaria:42") });

        var failure = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => Client.CompleteConnectAsync(session, new UserReply.WidgetReturned(json)));

        Assert.Equal(reason, failure.Reason.Value);
    }

    [Theory]
    [InlineData($$"""{"id":"i1","status":"completed","connections":[{"connectionId":"{{Id}}","status":"completed","error":null}]}""")]
    [InlineData("""{"id":"i1","status":"COMPLETED"}""")]
    [InlineData($$"""{"id":"i1","status":"pending","connections":[{"connectionId":"{{Id}}","status":"Completed"}]}""")]
    [InlineData("""{"id":null,"status":"pending","connections":[null]}""")]
    [InlineData($$"""{"id":"i1","status":"completed","connections":[{"connectionId":"conn_other","status":"failed","error":"auth_failure"}]}""")]
    public async Task A_refresh_that_has_ended_returns_the_connection(string intent)
    {
        PlanRead("connection.get.connected.json").Times(2);
        Post("/v1/refresh-intents").Once().ReturnsJson(intent, 201);

        Assert.Equal(ConnectionState.Active, (await Client.RefreshAsync(Connection)).Status.State);
    }

    /// <summary>A failed synchronisation is told even while the connection still shows as working; a login that was refused must not be tried again.</summary>
    [Theory]
    [InlineData("\"auth_failure\"", "auth_failure", false)]
    [InlineData("\"AUTH_FAILURE\"", "auth_failure", false)]
    [InlineData("\"bank_timeout\"", "bank_timeout", true)]
    [InlineData("{\"code\":\"auth_failure\",\"message\":\"m\"}", "auth_failure", false)]
    [InlineData("null", null, true)]
    public async Task A_refresh_that_failed_is_told_although_the_connection_still_works(string error, string? code, bool isTransient)
    {
        PlanRead("connection.get.connected.json").Times(2);
        Post("/v1/refresh-intents").Once().ReturnsJson("""{"id":"i1","status":"pending","connections":[]}""", 201);
        Get(Intent).Once().ReturnsJson($$"""{"id":"i1","status":"completed","connections":[{"connectionId":"{{Id}}","status":"failed","error":{{error}}}]}""");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(Connection));

        Assert.Equal((isTransient ? ProviderErrorKind.Unavailable : ProviderErrorKind.ChallengeRejected, code, isTransient), (failure.Kind, failure.ProviderCode, failure.IsTransient));
    }

    [Fact]
    public async Task Among_several_the_one_that_failed_says_so()
    {
        const string Other = "conn_01JZ8QK4M7T2V9X3B6N0D5F1GJ";
        PlanRead("connection.get.connected.json").Once();
        Get($"/v1/connections/{Other}").Once().ReturnsJson($$"""{"id":"{{Other}}","status":"CONNECTED"}""");
        Post("/v1/refresh-intents").Once().ReturnsJson(
            $$"""{"id":"i1","status":"completed","connections":[{"connectionId":"{{Id}}","status":"completed"},{"connectionId":"{{Other}}","status":"failed","error":"auth_failure"}]}""");

        var connections = await Provider.RefreshAsync([Connection, new ConnectionRef(Connection.Provider, Other)]);

        Assert.Equal("-, auth_failure", string.Join(", ", connections.Select(connection => connection.Status.Provider.DeveloperMessage ?? "-")));
    }
}
