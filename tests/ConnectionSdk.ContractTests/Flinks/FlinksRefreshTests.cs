using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Flinks;

/// <summary>Refreshes, the waits of reading accounts, and answers about a login that no login can have.</summary>
public sealed class FlinksRefreshTests : FlinksContract
{
    private const string Nameless = $$"""{"HttpStatusCode":200,"RequestId":"{{RequestId}}"}""";

    public FlinksRefreshTests() => Clock = new SimulatedClock();

    [Fact]
    public async Task Without_the_user_a_refresh_is_seldom_although_no_answer_says_when_the_last_one_was()
    {
        AllowTokens();
        Cached().ReturnsJson(Nameless);
        var contacts = Live().Times(2).ReturnsJson(Nameless);

        await Client.RefreshAsync(Connection);
        Clock!.Advance(TimeSpan.FromMinutes(40));
        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(Connection));
        Assert.Equal((ProviderErrorKind.RateLimited, false, 20d, 1), (failure.Kind, failure.MayHaveBeenSent, failure.RetryAfter!.Value.TotalMinutes, contacts.Calls));
        Clock.Advance(TimeSpan.FromMinutes(20));
        await Client.RefreshAsync(Connection);

        Assert.Equal(2, contacts.Calls);
    }

    [Fact]
    public async Task A_contact_that_never_left_does_not_count()
    {
        PlanTokens(1);
        Cached().ReturnsJson(Nameless);
        Stub.Post(Base + "GenerateAuthorizeToken").Once().Returns(StubReply.Empty(503));
        AllowTokens();
        var contacts = Live().Once().ReturnsJson(Nameless);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(Connection));
        await Client.RefreshAsync(Connection);

        Assert.Equal((false, 1), (failure.MayHaveBeenSent, contacts.Calls));
    }

    [Theory]
    [InlineData("CARD_IN_USE", 400)]
    [InlineData("CONCURRENT_SESSION", 401)]
    public async Task A_contact_that_Flinks_turned_away_does_not_count(string code, int status)
    {
        AllowTokens();
        Cached().ReturnsJson(Nameless);
        var contacts = Live().Times(2).ReturnsJson($$"""{"HttpStatusCode":{{status}},"FlinksCode":"{{code}}"}""", status).ReturnsJson(Nameless);

        await Client.RefreshAsync(Connection);
        await Client.RefreshAsync(Connection);

        Assert.Equal(2, contacts.Calls);
        Assert.Equal(ProviderErrorKind.RateLimited, (await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(Connection))).Kind);
    }

    [Fact]
    public async Task A_user_who_is_present_is_not_made_to_wait()
    {
        AllowTokens();
        Cached().ReturnsJson(Nameless);
        var contacts = Live().Times(2).ReturnsJson(Nameless);

        await Client.RefreshAsync(Connection);
        await Client.RefreshAsync(Connection, new RefreshOptions { UserPresent = true });

        Assert.Equal(2, contacts.Calls);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59.9999999")]
    [InlineData("2031-01-01T00:00:00")]
    public async Task A_last_refresh_that_is_yet_to_come_counts_as_now(string lastRefresh)
    {
        AllowTokens();
        Cached().ReturnsJson($$"""{"HttpStatusCode":200,"Login":{"Id":"{{LoginId}}","LastRefresh":"{{lastRefresh}}"},"RequestId":"{{RequestId}}"}""");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(Connection));

        Assert.Equal((ProviderErrorKind.RateLimited, TimeSpan.FromHours(1)), (failure.Kind, failure.RetryAfter));
    }

    public static TheoryData<string, ReconnectOutcome> Logins => new()
    {
        { "", ReconnectOutcome.Reconnected },
        { "   ", ReconnectOutcome.Reconnected },
        { new string('7', 257), ReconnectOutcome.None },
        { "a\\u0007b", ReconnectOutcome.None },
    };

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task A_login_that_no_login_can_be_is_absent_when_blank_and_refused_otherwise(string id, ReconnectOutcome outcome)
    {
        AllowTokens();
        Cached().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"RETRY_LATER"}""", 401);
        Live().Once().ReturnsJson($$"""{"HttpStatusCode":200,"Login":{"Id":"{{id}}"},"RequestId":"{{RequestId}}"}""");
        Detail().Optional().ReturnsFixture("flinks/accounts-detail.response.200.json");

        var start = Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });

        if (outcome == ReconnectOutcome.Reconnected)
        {
            Assert.Equal(outcome, (await start).Outcome);
        }
        else
        {
            Assert.Equal(ProviderErrorKind.Protocol, (await Assert.ThrowsAsync<ProviderException>(() => start)).Kind);
        }
    }

    [Fact]
    public async Task A_blank_request_id_is_none()
    {
        AllowTokens();
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND","InstitutionId":14}""", 401);
        Live().Once().ReturnsJson("""{"HttpStatusCode":203,"SecurityChallenges":[{"Type":"QuestionAndAnswer","Prompt":"Q"}],"RequestId":" "}""", 203);

        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });

        var launch = Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!;
        Assert.Equal((false, "/v2/Credential/14", null), (launch.Parameters.ContainsKey("requestId"), launch.Source.AbsolutePath, session.Observed!.ResumeToken));
    }

    [Fact]
    public async Task Accounts_that_are_being_fetched_are_not_asked_for_again_because_a_look_came_at_a_bad_moment()
    {
        PlanTokens(1);
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsFixture("flinks/accounts-detail.response.202.pending.json", 202);
        Data(HttpMethod.Get, "GetAccountsDetailAsync/" + RequestId).Times(3)
            .ReturnsJson("""{"HttpStatusCode":400,"FlinksCode":"CARD_IN_USE"}""", 400)
            .ReturnsJson("""{"HttpStatusCode":400,"FlinksCode":"CARD_IN_USE"}""", 400)
            .ReturnsFixture("flinks/accounts-detail.response.200.json");

        var accounts = Client.GetAccountsAsync(Connection);
        await Clock!.AdvanceUntilAsync(accounts, TimeSpan.FromSeconds(11));

        Assert.Equal(2, (await accounts).Count);
    }

    [Fact]
    public async Task Accounts_of_another_login_are_nobody_s_answer()
    {
        PlanTokens(1);
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsJson("""{"HttpStatusCode":200,"Accounts":[{"Id":"a1"}],"Login":{"Id":"8e2f1d63-4c95-4f1b-8d72-19ed6b2c3d4e"}}""");

        Assert.Equal(ProviderErrorKind.Protocol, (await Assert.ThrowsAsync<ProviderException>(() => Client.GetAccountsAsync(Connection))).Kind);
    }

    [Fact]
    public async Task A_refresh_that_goes_on_in_the_background_is_waited_for_by_the_repair_that_takes_it_up()
    {
        AllowTokens();
        Cached().ReturnsFixture("flinks/authorize.response.200.json");
        Live().Once().ReturnsJson($$"""{"HttpStatusCode":202,"FlinksCode":"OPERATION_DISPATCHED","RequestId":"{{RequestId}}"}""", 202);
        Data(HttpMethod.Get, "AuthorizeAsync/" + RequestId).Once().Returns(StubReply.Empty(404));
        var refreshed = await Client.RefreshAsync(Connection, new RefreshOptions { UserPresent = true });
        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [], ResumeToken = refreshed.ResumeToken });

        session = await LookAsync(session);

        Assert.Equal((ReconnectOutcome.None, RequiredActionKind.Wait), (session.Outcome, session.Action.Kind));
    }

    private void AllowTokens() => Stub.Post(Base + "GenerateAuthorizeToken").Optional().ReturnsFixture("flinks/generate-authorize-token.response.200.json");
}
