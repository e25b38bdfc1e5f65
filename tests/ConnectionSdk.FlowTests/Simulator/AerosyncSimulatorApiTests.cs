using System.Net;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class AerosyncSimulatorApiTests : AerosyncSimulatorFixture
{
    [Fact]
    public async Task An_API_token_is_missed_refused_and_expired_with_403_and_AC_001_and_a_bad_key_with_401()
    {
        var connection = Aerosync.AddConnection(UserUuid);
        var (missing, error) = await SendAsync("GET", $"v2/accounts/{connection.Id}");
        Assert.Equal(HttpStatusCode.Forbidden, missing);
        Assert.Equal("AC-001", CodeOf(error));

        var (_, token) = await SendAsync("POST", "v2/token", """{"apiKey":"demo-key","apiSecret":"demo-secret"}""");
        Assert.Equal("1800", token!["TTL"]!.GetValue<string>());
        await LogInAsync();
        Assert.Equal("CONNECTED", await StatusOfAsync(connection));

        Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("AC-001", CodeOf((await SendAsync("GET", $"v2/accounts/{connection.Id}")).Body));

        var (badKey, badKeyError) = await SendAsync("POST", "v2/token", """{"apiKey":"demo-key","apiSecret":"wrong"}""");
        Assert.Equal(HttpStatusCode.Unauthorized, badKey);
        Assert.Equal("AC-101", CodeOf(badKeyError));
        Assert.Equal("AC-100", CodeOf((await SendAsync("POST", "v2/token", "{}")).Body));
        Assert.Equal(2, Aerosync.ApiTokensMinted);
    }

    [Fact]
    public async Task A_missing_x_api_key_is_a_403_that_is_not_AC_001()
    {
        await LogInAsync();
        var connection = Aerosync.AddConnection(UserUuid);

        var (status, body) = await SendAsync("GET", $"v2/accounts/{connection.Id}", apiKey: null);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Null(body!["error"]);
    }

    [Fact]
    public async Task A_widget_token_does_not_read_data()
    {
        var connection = Aerosync.AddConnection(UserUuid);
        var token = await WidgetTokenAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Aerosync.BaseAddress, $"v2/accounts/{connection.Id}"));
        request.Headers.Add("Authorization", "Bearer " + token);
        request.Headers.Add("x-api-key", "demo-key");

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task The_account_has_the_documented_members_and_every_status_shows()
    {
        await LogInAsync();
        var connection = Aerosync.AddConnection(UserUuid);
        var (_, body) = await SendAsync("GET", $"v2/accounts/{connection.Id}");
        string[] documented =
        [
            "accountNickname", "accountNumber", "routingNumber", "accountNumberDisplay", "accountNumberType", "accountType", "bankName",
            "institutionName", "institutionUuid", "canFetchBalance", "connectionMethod", "connectionStatus", "connectionExpiry",
        ];
        Assert.Equal(documented, body!["account"]!.AsObject().Select(member => member.Key).ToArray());

        connection.RevokeByUser();
        Assert.Equal("REVOKED_BY_USER", await StatusOfAsync(connection));
        connection.ExpireConsent();
        Assert.Equal("FAILURE", await StatusOfAsync(connection));
        Aerosync.Divergences.SaysExpiredConsent = true;
        Assert.Equal("EXPIRED_CONSENT", await StatusOfAsync(connection));
        connection.ShowStatus("PAUSED_BY_MOON");
        Assert.Equal("PAUSED_BY_MOON", await StatusOfAsync(connection));
        connection.ShowStatus(null);
        Assert.Null(await StatusOfAsync(connection));
    }

    [Fact]
    public async Task A_consent_runs_out_on_the_clock()
    {
        var connection = Aerosync.AddConnection(UserUuid);
        Assert.Equal("CONNECTED", connection.Status);

        Clock.Advance(Aerosync.ConsentLasts);

        await LogInAsync();
        Assert.Equal("FAILURE", await StatusOfAsync(connection));
    }

    [Fact]
    public async Task A_broken_account_may_answer_AC_104_and_errors_may_hide_inside_200()
    {
        await LogInAsync();
        var connection = Aerosync.AddConnection(UserUuid);
        connection.ExpireConsent();
        Aerosync.Divergences.BrokenAccountsAnswerAc104 = true;
        var (status, error) = await SendAsync("GET", $"v2/accounts/{connection.Id}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("AC-104", CodeOf(error));

        Aerosync.Divergences.ErrorsInsideOk = true;
        var (hidden, hiddenError) = await SendAsync("GET", "v2/accounts/unknown");
        Assert.Equal(HttpStatusCode.OK, hidden);
        Assert.Equal("AC-102", CodeOf(hiddenError));

        Aerosync.Faults.Add(AerosyncSimulator.Error(200, "AC-500"));
        Assert.Equal("AC-500", CodeOf((await SendAsync("GET", "v2/accounts/unknown")).Body));
    }

    [Fact]
    public async Task A_refresh_runs_one_job_at_a_time_and_the_clock_completes_it()
    {
        await LogInAsync();
        var connection = Aerosync.AddConnection(UserUuid);
        var path = $"v2/accounts/{connection.Id}";
        var (_, started) = await SendAsync("POST", path + "/refresh");
        Assert.Equal("Initiated", (string?)started!["identityStatus"]);
        var (second, error) = await SendAsync("POST", path + "/refresh");
        Assert.Equal(HttpStatusCode.Conflict, second);
        Assert.Equal("AC-112", CodeOf(error));
        Assert.Equal("IN_PROGRESS", await JobStatusAsync(started));

        Clock.Advance(Aerosync.JobTakes);

        Assert.Equal("COMPLETED", await JobStatusAsync(started));
        Assert.Equal("2026-03-02 08:00:06.000000", (string?)(await SendAsync("GET", path + "/balance")).Body!["account"]!["lastRefreshTimeStamp"]);
        Assert.Equal(2, connection.RefreshRequests);
    }

    [Fact]
    public async Task A_revoked_connection_and_one_linked_by_hand_refuse_a_refresh_each_in_its_own_way()
    {
        await LogInAsync();
        var revoked = Aerosync.AddConnection(UserUuid);
        revoked.RevokeByUser();
        var byHand = Aerosync.AddConnection(UserUuid);
        byHand.IsLinkedByHand = true;

        Assert.Equal("AC-104", CodeOf((await SendAsync("POST", $"v2/accounts/{revoked.Id}/refresh")).Body));
        var (status, error) = await SendAsync("POST", $"v2/accounts/{byHand.Id}/refresh");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, status);
        Assert.Equal("AC-105", CodeOf(error));
    }

    [Fact]
    public async Task A_job_that_needs_a_code_goes_on_once_the_user_has_typed_it_in_the_widget()
    {
        await LogInAsync();
        var connection = Aerosync.AddConnection(UserUuid);
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        var (_, started) = await SendAsync("POST", $"v2/accounts/{connection.Id}/refresh");
        Clock.Advance(Aerosync.JobTakes);
        Assert.Equal("Pending MFA", await JobStatusAsync(started!));

        var link = WidgetLink(await WidgetTokenAsync(), $"&handleMFA=true&connectionId={connection.Id}&jobId={(string?)started!["jobId"]}");
        var messages = await Aerosync.User.UseWidgetAsync(link);

        Assert.Equal("pageSuccess", TypeOf(JsonNode.Parse(messages[^1])!));
        Assert.Equal("IN_PROGRESS", await JobStatusAsync(started));
        Clock.Advance(Aerosync.JobTakes);
        Assert.Equal("COMPLETED", await JobStatusAsync(started));
        Assert.Equal(1, Aerosync.Bank.Count(BankSubmissionKind.Code));
    }

    [Fact]
    public async Task A_job_nobody_answers_fails()
    {
        await LogInAsync();
        var connection = Aerosync.AddConnection(UserUuid);
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        Aerosync.Divergences.SaysMfaRequired = true;
        var (_, started) = await SendAsync("POST", $"v2/accounts/{connection.Id}/refresh");
        Clock.Advance(Aerosync.JobTakes);
        Assert.Equal("MFA_REQUIRED", await JobStatusAsync(started!));

        Clock.Advance(Aerosync.Bank.CodeLifetime);

        Assert.Equal("FAILED", await JobStatusAsync(started!));
    }

    private async Task<string?> JobStatusAsync(JsonNode started)
    {
        var (_, body) = await SendAsync("GET", $"v2/accounts/{(string?)started["userId"]}/job/{(string?)started["jobId"]}");
        return (string?)body!["jobStatus"];
    }
}
