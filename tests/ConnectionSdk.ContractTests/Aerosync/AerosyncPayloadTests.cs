using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Aerosync;

/// <summary>Bodies that the pages allow beside the shared ones, and bodies that are broken, read as a product would use them.</summary>
public sealed class AerosyncPayloadTests : AerosyncContract
{
    /// <summary>What is read of a connection: state, reason, action, whether it was recognised, and a ! where the consent ends soon.</summary>
    [Theory]
    [InlineData("""{"connectionStatus":"Connected"}""", "Active none None True")]
    [InlineData("""{"connectionStatus":" ACTIVE "}""", "Active none None True")]
    [InlineData("""{"connectionStatus":"CONNECTED","connectionExpiry":"2999-03-14T09:26:53Z"}""", "Active none None True")]
    [InlineData("""{"connectionStatus":"CONNECTED","connectionExpiry":"2999-03-14T09:26:53"}""", "Active none None True")]
    [InlineData("""{"connectionStatus":"CONNECTED","connectionExpiry":"2020-03-14T09:26:53.000Z"}""", "Active none None True !")]
    [InlineData("""{"connectionStatus":"CONNECTED","connectionExpiry":""}""", "Active none None True")]
    [InlineData("""{"connectionStatus":"failure","connectionExpiry":"2020-03-14T09:26:53Z"}""", "ReconnectRequired consentExpired OpenWidget True")]
    [InlineData("""{"connectionStatus":"FAILURE","reason":"consent expired","connectionExpiry":null}""", "ReconnectRequired consentExpired OpenWidget True")]
    [InlineData("""{"connectionStatus":"Expired_Consent"}""", "ReconnectRequired consentExpired OpenWidget True")]
    [InlineData("""{"connectionStatus":"EXPIRED CONSENT"}""", "ReconnectRequired consentExpired OpenWidget True")]
    [InlineData("""{"connectionStatus":"revoked_by_user"}""", "Revoked consentRevokedByUser OpenWidget True")]
    [InlineData("""{"connectionStatus":"REVOKED-BY-USER"}""", "Revoked consentRevokedByUser OpenWidget True")]
    [InlineData("""{"connectionStatus":"REVOKED"}""", "Revoked consentRevokedByUser OpenWidget True")]
    [InlineData("""{"connectionStatus":null}""", "Unknown unrecognised ContactSupport True")]
    [InlineData("""{"connectionStatus":"   "}""", "Unknown unrecognised ContactSupport True")]
    [InlineData("""{"accountNickname":"A","accountType":"savings","bankName":"B"}""", "Unknown unrecognised ContactSupport True")]
    [InlineData("""{"connectionStatus":"PENDING_REVIEW"}""", "Unknown unrecognised ContactSupport False")]
    [InlineData("""{"connectionStatus":3}""", "Unknown unrecognised ContactSupport False")]
    [InlineData("""{"connectionStatus":true}""", "Unknown unrecognised ContactSupport False")]
    [InlineData("""{"connectionStatus":"CONNECTED","connectionMethod":"6","canFetchBalance":"true","institutionUuid":7,"new":{"deep":[{}]}}""", "Active none None True")]
    public async Task A_connection_is_read_in_every_edition(string account, string expected)
    {
        PlanToken();
        Get(Account).Once().ReturnsJson($$"""{"status":"success","statusCode":200,"account":{{account}}}""");

        var status = (await Client.GetAsync(Connection)).Status;

        var soon = status.Advisories.Any(advisory => advisory.Kind == AdvisoryKind.ConsentExpiring) ? " !" : "";
        Assert.Equal(expected, $"{status.State} {status.Reason.Value} {status.Action.Kind} {status.Provider.Recognised}{soon}");
        Assert.Equal(status.State == ConnectionState.Active, status.RefreshAllowed);
    }

    [Theory]
    [InlineData(200, "", "Protocol")]
    [InlineData(204, "", "Protocol")]
    [InlineData(200, "<html>CONNECTED</html>", "Protocol")]
    [InlineData(200, """{"account":{"connectionStatus":"CONN""", "Protocol")]
    [InlineData(200, """{"account":{"connectionStatus":"FAILURE","connectionStatus":"CONNECTED"}}""", "Protocol")]
    [InlineData(200, """{"status":"success","statusCode":200}""", "Protocol")]
    [InlineData(200, """{"error":{"code":"AC-105","message":"m"}}""", "NotSupported AC-105")]
    [InlineData(200, """{"account":null,"error":{"code":"AC-500","message":"m"}}""", "Unavailable AC-500")]
    [InlineData(200, """{"error":"Something failed"}""", "Unknown")]
    [InlineData(200, """{"error":{}}""", "Unknown")]
    [InlineData(400, """{"error":{"code":"ac-100"}}""", "InvalidRequest ac-100")]
    [InlineData(400, """{"error":{"code":100,"message":["a"]}}""", "InvalidRequest 100")]
    [InlineData(400, """{"error":{"code":"AC-107","message":"m"}}""", "InvalidRequest AC-107")]
    [InlineData(403, "Forbidden", "Forbidden")]
    [InlineData(404, "<html>no such page</html>", "NotFound")]
    [InlineData(429, """{"message":"Too Many Requests"}""", "RateLimited")]
    [InlineData(500, """{"error":{"code":"AC-500"}}""", "Unavailable AC-500")]
    [InlineData(503, "", "Unavailable")]
    public async Task Whatever_is_no_account_is_told_as_what_it_is(int status, string body, string expected)
    {
        PlanToken();
        Get(Account).Once().ReturnsJson(body, status);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal(expected, $"{failure.Kind} {failure.ProviderCode}".TrimEnd());
    }

    /// <summary>How long a token is kept: the second read asks for another one only where nobody says how long it lasts, or it is over.</summary>
    [Theory]
    [InlineData("""{"TTL":"1800","token":"t"}""")]
    [InlineData("""{"TTL":1800,"token":"t","status":"success","statusCode":"200"}""")]
    [InlineData("""{"TTL":"1800.5","token":"t"}""")]
    [InlineData("""{"TTL":"99999999999999999999","token":"t"}""")]
    public async Task A_token_that_says_how_long_it_lasts_is_asked_for_once(string token)
    {
        Stub.Post("/v2/token").Once().ReturnsJson(token);
        Stub.Get(Account).Times(2).WithHeader("Authorization", "Bearer t").ReturnsFixture("aerosync/account.connected.response.json");

        await Client.GetAsync(Connection);
        await Client.GetAsync(Connection);

        Stub.Verify();
    }

    [Theory]
    [InlineData("""{"TTL":null,"token":"t"}""")]
    [InlineData("""{"TTL":"soon","token":"t"}""")]
    [InlineData("""{"TTL":"-1","token":"t"}""")]
    [InlineData("""{"TTL":{"seconds":5},"token":"t"}""")]
    [InlineData("""{"token":"t"}""")]
    public async Task A_token_that_does_not_say_works_all_the_same(string token)
    {
        Stub.Post("/v2/token").ReturnsJson(token);
        Stub.Get(Account).Once().WithHeader("Authorization", "Bearer t").ReturnsFixture("aerosync/account.connected.response.json");

        Assert.Equal(ConnectionState.Active, (await Client.GetAsync(Connection)).Status.State);
    }

    [Theory]
    [InlineData("""{"error":{"code":"AC-101","message":"m"}}""", 200, ProviderErrorKind.CredentialRejected)]
    [InlineData("""{"error":{"code":"AC-001","message":"m"}}""", 403, ProviderErrorKind.CredentialRejected)]
    [InlineData("""{"error":{"code":"AC-100","message":"m"}}""", 400, ProviderErrorKind.InvalidRequest)]
    [InlineData("""{"status":"success","token":null}""", 200, ProviderErrorKind.Protocol)]
    [InlineData("<html></html>", 200, ProviderErrorKind.Protocol)]
    public async Task A_token_that_is_refused_is_told_and_nothing_else_is_sent(string body, int status, ProviderErrorKind kind)
    {
        Stub.Post("/v2/token").Once().ReturnsJson(body, status);

        Assert.Equal(kind, (await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection))).Kind);
    }

    /// <summary>How a refresh ends by what its job says: the state, what goes on, and whether the job can be gone on with.</summary>
    [Theory]
    [InlineData("""{"jobStatus":"COMPLETED","mfaTriggered":true}""", "Active Idle False")]
    [InlineData("""{"jobStatus":"completed"}""", "Active Idle False")]
    [InlineData("""{"jobStatus":"Done"}""", "Active Idle False")]
    [InlineData("""{"jobStatus":"Pending MFA","mfaTriggered":true}""", "ActionRequired AwaitingUser True")]
    [InlineData("""{"jobStatus":"pending_mfa","mfaTriggered":null}""", "ActionRequired AwaitingUser True")]
    [InlineData("""{"jobStatus":"Mfa-Required"}""", "ActionRequired AwaitingUser True")]
    [InlineData("""{"jobStatus":"AWAITING_MFA_CODE","mfaTriggered":"true"}""", "ActionRequired AwaitingUser True")]
    [InlineData("""{"jobStatus":"AWAITING_MFA_CODE","mfaTriggered":false}""", "Active Syncing True")]
    [InlineData("""{"jobStatus":"in progress","mfaTriggered":true}""", "Active Syncing True")]
    [InlineData("""{"jobStatus":"Initiated"}""", "Active Syncing True")]
    [InlineData("""{"jobStatus":"SOMETHING_NEW"}""", "Active Syncing True")]
    [InlineData("""{"jobStatus":null}""", "Active Syncing True")]
    [InlineData("{}", "Active Syncing True")]
    [InlineData("""{"jobStatus":"failed"}""", "Unavailable failed")]
    [InlineData("""{"jobStatus":"Error"}""", "Unavailable Error")]
    public async Task A_refresh_ends_as_its_job_says(string job, string expected)
    {
        // One that never ends is not waited for; whether it was looked at by then makes no difference.
        var endless = expected.Contains("Syncing", StringComparison.Ordinal);
        Configure = options => options.JobTimeout = endless ? TimeSpan.FromMilliseconds(20) : options.JobTimeout;
        PlanToken();
        PlanAccount("account.connected.response.json");
        PlanRefresh().Once().ReturnsFixture("aerosync/balance.refresh-job.response.json");
        Get($"{Account}/job/{JobId}").Optional().ReturnsJson(job);

        Assert.Equal(expected, await RefreshAsync());
    }

    [Theory]
    [InlineData("""{"job_id":"J-1","identityStatus":"Initiated"}""", 200, "Active Idle False")]
    [InlineData("""{"jobId":"J-1","transactionStatus":"Initiated","userId":null}""", 201, "Active Idle False")]
    [InlineData("""{"jobId":null,"job_id":"J-1"}""", 200, "Active Idle False")]
    [InlineData("""{"jobId":"","job_id":"J-1"}""", 200, "Active Idle False")]
    [InlineData("""{"status":"success"}""", 200, "Active Syncing False")]
    [InlineData("""{"error":{"code":"AC-112","message":"m"}}""", 409, "Active Syncing False")]
    [InlineData("""{"error":{"code":"AC-112","message":"m"}}""", 200, "Active Syncing False")]
    [InlineData("""{"error":{"code":"AC-105","message":"m"}}""", 405, "NotSupported AC-105")]
    [InlineData("""{"error":{"code":"AC-104","message":"m"}}""", 400, "Unavailable AC-104")]
    [InlineData("""{"error":{"code":"AC-500","message":"m"}}""", 200, "OutcomeUnknown AC-500")]
    public async Task A_job_is_started_in_every_edition(string answer, int status, string expected)
    {
        PlanToken();
        PlanAccount("account.connected.response.json");
        PlanRefresh().Once().ReturnsJson(answer, status);
        Get($"{Account}/job/J-1").Optional().ReturnsFixture("aerosync/job.completed.response.json");

        Assert.Equal(expected, await RefreshAsync());
    }

    [Theory]
    [InlineData("""{"error":{"code":"AC-102","message":"m"}}""", 404)]
    [InlineData("""{"error":{"code":"AC-102","message":"m"}}""", 200)]
    public async Task A_job_that_is_gone_is_over_and_the_connection_decides(string answer, int status)
    {
        PlanToken();
        PlanAccount("account.connected.response.json").Times(2);
        PlanRefresh().Once().ReturnsFixture("aerosync/balance.refresh-job.response.json");
        Get($"{Account}/job/{JobId}").Once().ReturnsJson(answer, status);

        Assert.Equal("Active Idle False", await RefreshAsync());
        Stub.Verify();
    }

    /// <summary>What a message of the widget makes of a repair while the connection still shows as broken.</summary>
    [Theory]
    [InlineData($$"""{"type":"pageSuccess","payload":{"connectionId":"{{Id}}","clientName":null} }""", "Wait None")]
    [InlineData($$"""{"type":"pageSuccess","payload":{"accounts":[{"connectionId":"other"},{"connectionId":"{{Id}}","accountType":"x"}]} }""", "Wait None")]
    [InlineData($$"""{"type":"pageSuccess","payload":{"user_id":"{{Id}}","user_password":"{{Id}}","ClientName":"c","FILoginAcctId":"{\"id\":1}"} }""", "Wait None")]
    [InlineData($$""" "{\"type\":\"pageSuccess\",\"payload\":{\"connectionId\":\"{{Id}}\"} }" """, "Wait None")]
    [InlineData($$"""{"type":"pageSuccess","payload":"{\"connectionId\":\"{{Id}}\"}"}""", "Wait None")]
    [InlineData($$"""{"type":"pageSuccess","payload":"\"{\\\"connectionId\\\":\\\"{{Id}}\\\"}\""}""", "Wait None")]
    [InlineData($$"""{"connectionId":"4B7E19C2-A05D-4F6E-8C33-91D7BE20FA64","clientName":"c"}""", "Wait None")]
    [InlineData("""{"type":"pageSuccess","payload":{"accounts":[]} }""", "Wait None")]
    [InlineData("""{"type":"pageSuccess"}""", "Wait None")]
    [InlineData("""{"type":"pageSuccess","payload":{"connectionId":"other"} }""", "StartOver WrongAccount")]
    [InlineData("""{"type":"pageSuccess","payload":"\"{\\\"connectionId\\\":\\\"other\\\"}\""}""", "StartOver WrongAccount")]
    [InlineData("""{"type":"pageSuccess","payload":{"accounts":[{"connectionId":"a"},{"connectionId":"b"}]} }""", "StartOver WrongAccount")]
    [InlineData("""{"type":"widgetClose"}""", "OpenWidget None")]
    [InlineData("""{"type":"widgetError","payload":"X | Code: AC-117 | Message: m"}""", "OpenWidget None")]
    [InlineData(""" "POLLING_TIMEOUT | Code: AR-100 | Message: m" """, "OpenWidget None")]
    [InlineData("""{"type":"widgetError","payload":null}""", "OpenWidget None")]
    [InlineData("""{"type":"widgetBankClick","payload":{"stateCode":"s"} }""", "OpenWidget None")]
    [InlineData("""{"type":null,"payload":null}""", "OpenWidget None")]
    [InlineData("5", "OpenWidget None")]
    public async Task A_message_of_the_widget_is_read_however_it_is_wrapped(string message, string expected)
    {
        PlanToken();
        PlanWidgetToken();
        PlanAccount("account.failure.response.json");
        var session = await Flow.StartAsync(Connection);

        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(message));

        Assert.Equal(expected, $"{session.Action.Kind} {session.Outcome}");
    }

    [Theory]
    [InlineData("""{"connections":[]}""", "")]
    [InlineData("""{"connections":[{"connectionId":"c","connectionStatus":null},{"connectionId":8,"connectionStatus":"failure"}],"count":2}""", "c Unknown|8 ReconnectRequired")]
    [InlineData("""{"connections":[{"connectionId":"c","connectionStatus":"REVOKED_BY_USER","extra":[1]},null]}""", "c Revoked")]
    public async Task A_list_is_read_as_far_as_it_goes(string body, string expected)
    {
        PlanToken();
        Get($"/v2/users/{UserUuid}/connections").Once().ReturnsJson(body);

        var listed = new List<string>();
        await foreach (var connection in Client.ListAsync(User))
        {
            listed.Add($"{connection.Ref.ConnectionId} {connection.Status.State}");
        }

        Assert.Equal(expected, string.Join('|', listed));
    }

    [Theory]
    [InlineData("""{"account":{"currentBalance":"840.15","currency":"USD"}}""", "840.15 USD")]
    [InlineData("""{"account":{"currentBalance":-12,"currency":"usd","lastRefreshTimeStamp":"2026-05-17 14:03:22.104233"}}""", "-12 usd")]
    [InlineData("""{"account":{"currentBalance":null,"availableBalance":1}}""", " ")]
    [InlineData("""{"account":null}""", " ")]
    [InlineData("{}", " ")]
    public async Task A_balance_is_read_as_far_as_it_goes(string body, string expected)
    {
        Configure = static options => options.ReadsBalances = true;
        PlanToken();
        PlanAccount("account.connected.response.json");
        Get($"{Account}/balance").Once().ReturnsJson(body);

        var account = Assert.Single(await Client.GetAccountsAsync(Connection));

        Assert.Equal(expected, FormattableString.Invariant($"{account.Balance} {account.Currency}"));
    }

    private async Task<string> RefreshAsync()
    {
        try
        {
            var read = await Client.RefreshAsync(Connection);
            return $"{read.Status.State} {read.Status.Activity} {read.ResumeToken is not null}";
        }
        catch (ProviderException failure)
        {
            return $"{failure.Kind} {failure.ProviderCode}";
        }
    }
}
