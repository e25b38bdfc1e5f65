using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Flinks;

/// <summary>The user is back from the widget: whose session it was, what a busy moment leaves open, and what stands once the accounts have come.</summary>
public sealed class FlinksReturnedTests : FlinksContract
{
    private const string Told = "c3f4a6c8-1d3e-4f50-8a7b-9c0d1e2f3a4b";
    private const string StillBroken = """{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND","InstitutionId":14}""";
    private const string Pending = """{"HttpStatusCode":202,"FlinksCode":"OPERATION_PENDING"}""";
    private const string Accounts = "\"HttpStatusCode\":200,\"Accounts\":[{\"Id\":\"a1\",\"AccountNumber\":\"1230001\"}]";
    private const string Own = "{" + Accounts + ",\"Login\":{\"Id\":\"" + LoginId + "\",\"LastRefresh\":\"2026-03-20T10:00:00\"}}";
    private const string Other = "8e2f1d63-4c95-4f1b-8d72-19ed6b2c3d4e";
    private const string OfAnother = "{" + Accounts + ",\"Login\":{\"Id\":\"" + Other + "\"}}";

    public FlinksReturnedTests() => Clock = new SimulatedClock();

    [Fact]
    public async Task Accounts_that_come_later_leave_a_connection_that_works()
    {
        var session = await StartAsync();
        Detail().Once().ReturnsJson(Pending, 202);
        session = await TellAsync(session, """{"step":"REDIRECT"}""");
        Assert.IsType<RequiredAction.Wait>(session.Action);
        Data(HttpMethod.Get, "GetAccountsDetailAsync/" + RequestId).Once().ReturnsJson(Own);

        session = await LookAsync(session);

        Assert.Equal((ReconnectOutcome.Reconnected, ConnectionState.Active), (session.Outcome, session.Observed!.Status.State));
        Assert.True(session.Observed.Status.DataUsable);
        Assert.Equal((null, new DateTimeOffset(2026, 3, 20, 10, 0, 0, TimeSpan.Zero)), (session.Observed.ResumeToken, session.Observed.LastSyncedAt));
    }

    [Fact]
    public async Task What_authorize_had_confirmed_stays_known_when_only_a_summary_comes()
    {
        PlanTokens(2);
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"RETRY_LATER"}""", 401);
        Live().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsJson("""{"HttpStatusCode":400,"FlinksCode":"NO_TRANSACTION"}""", 400);
        Data(HttpMethod.Post, "GetAccountsSummary").Once().ReturnsJson(Pending, 202);
        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [new Account { Id = "a1" }] });
        Data(HttpMethod.Get, "GetAccountsSummaryAsync/" + RequestId).Once().ReturnsJson("{" + Accounts + "}");

        session = await LookAsync(session);

        Assert.Equal((ReconnectOutcome.Reconnected, ConnectionState.Active), (session.Outcome, session.Observed!.Status.State));
        Assert.Equal((null, "14"), (session.Observed.ResumeToken, session.Observed.InstitutionId));
        Assert.NotNull(session.Observed.LastSyncedAt);
    }

    [Theory]
    [InlineData(null, OfAnother)]
    [InlineData("""{"step":"REDIRECT"}""", OfAnother)]
    [InlineData("""{"step":"REDIRECT"}""", "{" + Accounts + "}")]
    public async Task A_session_that_a_page_told_is_not_taken_for_this_login_without_proof(string? end, string data)
    {
        var session = await TellAsync(await StartAsync(), $$"""{"step":"COMPONENT_LOAD_MFA","requestId":"{{Told}}"}""");
        Data(HttpMethod.Post, "GetAccountsDetail").Once().ReturnsJson(Pending, 202);
        session = await Flow.ReplyAsync(session.Id, end is null ? new UserReply.ActionDone() : new UserReply.WidgetReturned(end));
        Data(HttpMethod.Get, "GetAccountsDetailAsync/" + Told).Once().ReturnsJson(data);
        Cached().Once().ReturnsJson(StillBroken, 401);

        session = await LookAsync(session);

        Assert.Equal((ReconnectOutcome.None, RequiredActionKind.OpenWidget), (session.Outcome, session.Action.Kind));
        Assert.Equal(data != OfAnother, Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.Parameters.ContainsKey("requestId"));
    }

    [Fact]
    public async Task A_session_that_a_page_told_counts_once_its_data_say_whose_it_is()
    {
        var session = await TellAsync(await StartAsync(), $$"""{"step":"COMPONENT_LOAD_MFA","requestId":"{{Told}}"}""");
        Data(HttpMethod.Post, "GetAccountsDetail").Once().ReturnsJson(Pending, 202);
        session = await TellAsync(session, """{"step":"REDIRECT"}""");
        Data(HttpMethod.Get, "GetAccountsDetailAsync/" + Told).Once().ReturnsJson(Own);

        session = await LookAsync(session);

        Assert.Equal((ReconnectOutcome.Reconnected, true), (session.Outcome, session.Continuity!.AllSame));
    }

    [Fact]
    public async Task A_session_of_this_repair_whose_data_are_another_login_s_proves_nothing()
    {
        var session = await StartAsync();
        Detail().Once().ReturnsJson(Pending, 202);
        session = await TellAsync(session, """{"step":"REDIRECT"}""");
        Data(HttpMethod.Get, "GetAccountsDetailAsync/" + RequestId).Once().ReturnsJson(OfAnother);
        Cached().Once().ReturnsJson(StillBroken, 401);

        session = await LookAsync(session);

        Assert.Equal((ReconnectOutcome.None, RequiredActionKind.OpenWidget), (session.Outcome, session.Action.Kind));
    }

    [Theory]
    [InlineData(400, "CARD_IN_USE", null, 10)]
    [InlineData(429, "TOO_MANY_REQUESTS", "45", 45)]
    public async Task A_busy_moment_after_the_widget_is_waited_out(int status, string code, string? retryAfter, int seconds)
    {
        var session = await StartAsync();
        var busy = StubReply.Json($$"""{"HttpStatusCode":{{status}},"FlinksCode":"{{code}}"}""", status);
        Detail().Once().Returns(retryAfter is null ? busy : busy.WithHeader("Retry-After", retryAfter));
        session = await TellAsync(session, """{"step":"REDIRECT"}""");
        Assert.Equal((ReconnectOutcome.None, RequiredActionKind.Wait), (session.Outcome, session.Action.Kind));
        Assert.InRange((session.PollAt!.Value - Clock!.GetUtcNow()).TotalSeconds, seconds, seconds + 1);
        Detail().Once().ReturnsJson(Own);

        session = await LookAsync(session);

        Assert.Equal((ReconnectOutcome.Reconnected, true), (session.Outcome, session.Continuity!.AllSame));
    }

    [Fact]
    public async Task A_busy_moment_that_hid_an_open_question_leads_back_to_it()
    {
        var session = await StartAsync();
        Detail().Once().ReturnsJson("""{"HttpStatusCode":400,"FlinksCode":"CARD_IN_USE"}""", 400);
        session = await TellAsync(session, """{"step":"REDIRECT"}""");
        Detail().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"UNAUTHORIZED"}""", 401);
        Cached().Once().ReturnsJson(StillBroken, 401);

        session = await LookAsync(session);

        Assert.Equal(RequestId, Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.Parameters["requestId"]);
    }

    [Fact]
    public async Task A_login_in_use_is_no_verdict_where_only_what_is_stored_can_tell()
    {
        var session = await StartAsync();
        Detail().Times(2).ReturnsFixture("flinks/error.400.session-nonexistent.json", 400);
        Cached().Once().ReturnsJson("""{"HttpStatusCode":400,"FlinksCode":"CARD_IN_USE"}""", 400);
        session = await TellAsync(session, """{"step":"REDIRECT"}""");
        Assert.Equal((ReconnectOutcome.None, RequiredActionKind.Wait), (session.Outcome, session.Action.Kind));
        Cached().Once().ReturnsJson($$"""{"HttpStatusCode":200,"Login":{"Id":"{{LoginId}}"},"RequestId":"{{Told}}"}""");
        Data(HttpMethod.Post, "GetAccountsDetail").Where("the new session", request => request.Text.Contains(Told, StringComparison.Ordinal)).Once().ReturnsJson(Own);

        session = await LookAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Theory]
    [InlineData(400, "CARD_IN_USE")]
    [InlineData(202, "OPERATION_PENDING")]
    public async Task Another_login_that_is_busy_is_no_wrong_account_yet(int status, string code)
    {
        var session = await StartAsync();
        var other = Authorize().Where("the other login", request => request.Text.Contains(Other, StringComparison.Ordinal)).Times(2)
            .ReturnsJson($$"""{"HttpStatusCode":{{status}},"FlinksCode":"{{code}}"}""", status)
            .ReturnsJson($$"""{"HttpStatusCode":200,"Login":{"Id":"{{Other}}"},"RequestId":"{{Told}}"}""");
        Cached().Once().ReturnsJson(StillBroken, 401);
        session = await TellAsync(session, $$"""{"step":"REDIRECT","loginId":"{{Other}}"}""");
        Assert.Equal((ReconnectOutcome.None, RequiredActionKind.Wait, 1), (session.Outcome, session.Action.Kind, other.Calls));
        Authorize().Where("the other login's accounts", request => request.Text.Contains(Other, StringComparison.Ordinal)).Once()
            .ReturnsJson($$"""{"HttpStatusCode":200,"Login":{"Id":"{{Other}}"},"RequestId":"{{Told}}"}""");
        Data(HttpMethod.Post, "GetAccountsDetail").Once().ReturnsJson(OfAnother);

        session = await LookAsync(session);

        Assert.Equal((ReconnectOutcome.Reconnected, Other), (session.Outcome, session.Observed!.Ref.ConnectionId));
    }

    private Task<ReconnectSession> TellAsync(ReconnectSession session, string message) => Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(message));

    private async Task<ReconnectSession> StartAsync()
    {
        Stub.Post(Base + "GenerateAuthorizeToken").Optional().ReturnsFixture("flinks/generate-authorize-token.response.200.json");
        Cached().Once().ReturnsJson(StillBroken, 401);
        Live().Once().ReturnsFixture("flinks/authorize.response.203.question.json", 203);
        return await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [new Account { Id = "a1" }] });
    }
}
