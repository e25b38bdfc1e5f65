using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Flinks;

/// <summary>
/// A contact that goes on in the background where AuthorizeAsync is not activated, which it is not unless somebody asked for it: only what is stored can
/// tell how it ended, and until then that says what it said before.
/// </summary>
public sealed class FlinksBackgroundTests : FlinksContract
{
    public FlinksBackgroundTests() => Clock = new SimulatedClock();

    public static TheoryData<string, string, int> Unknowable => new()
    {
        { "RETRY_LATER", "RETRY_LATER", 404 },
        { "RETRY_LATER", "RETRY_LATER", 401 },
        { "RETRY_LATER", "CARD_IN_USE", 404 },
        { "RETRY_LATER", "CONCURRENT_SESSION", 404 },
        { "INVENTED_RETRY_LATER", "INVENTED_RETRY_LATER", 404 },
    };

    [Theory]
    [MemberData(nameof(Unknowable))]
    public async Task It_is_waited_for_as_long_as_nothing_new_is_stored(string before, string during, int status)
    {
        var session = await StartAsync(before);
        NoAsync(status);
        var looks = Cached().Times(3).ReturnsJson(Error(during), 401);
        for (var look = 1; look <= 3; look++)
        {
            session = await LookAsync(session);
            Assert.Equal((ReconnectOutcome.None, RequiredActionKind.Wait, look), (session.Outcome, session.Action.Kind, looks.Calls));
        }

        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsFixture("flinks/accounts-detail.response.200.json");
        session = await LookAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Fact]
    public async Task A_user_who_has_to_answer_anyway_does_so_in_the_session_of_the_contact()
    {
        var session = await StartAsync("QUESTION_NOT_FOUND");
        NoAsync(404);
        Cached().Once().ReturnsJson(Error("QUESTION_NOT_FOUND"), 401);

        session = await LookAsync(session);

        Assert.Equal(RequestId, Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.Parameters["requestId"]);
    }

    [Fact]
    public async Task It_is_waited_for_half_an_hour_and_no_longer()
    {
        var session = await StartAsync("RETRY_LATER", new ReconnectOptions { KnownAccounts = [], Lifetime = TimeSpan.FromHours(2) });
        var started = Clock!.GetUtcNow();
        NoAsync(404);
        Cached().ReturnsJson(Error("RETRY_LATER"), 401);

        while (!session.IsFinished)
        {
            session = await LookAsync(session);
        }

        Assert.InRange((Clock.GetUtcNow() - started).TotalMinutes, 30, 31);
        Assert.Equal((ReconnectOutcome.Expired, null), (session.Outcome, session.Observed!.ResumeToken));
    }

    [Theory]
    [InlineData("INVALID_PASSWORD", RequiredActionKind.OpenWidget)]
    [InlineData("NEW_ACCOUNT", RequiredActionKind.VisitInstitution)]
    public async Task What_is_new_ends_the_wait(string code, RequiredActionKind action)
    {
        var session = await StartAsync("RETRY_LATER");
        NoAsync(404);
        Cached().Once().ReturnsJson(Error(code), 401);

        session = await LookAsync(session);

        Assert.Equal(action, session.Action.Kind);
    }

    [Fact]
    public async Task A_user_who_was_at_the_bank_is_not_sent_there_again_while_it_is_being_contacted()
    {
        Stub.Post(Base + "GenerateAuthorizeToken").Optional().ReturnsFixture("flinks/generate-authorize-token.response.200.json");
        Cached().Once().ReturnsJson(Error("DISABLED_LOGIN"), 401);
        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });
        Assert.IsType<RequiredAction.VisitInstitution>(session.Action);
        var contacts = Dispatched();
        session = await Flow.ReplyAsync(session.Id, new UserReply.ActionDone());
        NoAsync(404);
        Cached().Once().ReturnsJson(Error("DISABLED_LOGIN"), 401);

        session = await LookAsync(session);

        Assert.Equal((RequiredActionKind.Wait, 1), (session.Action.Kind, contacts.Calls));
    }

    [Fact]
    public async Task A_connection_that_worked_before_is_renewed_once_its_data_are_new()
    {
        var session = await StartAsync(null, new ReconnectOptions { KnownAccounts = [], RenewConsent = true });
        NoAsync(404);
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        session = await LookAsync(session);
        Assert.Equal(RequiredActionKind.Wait, session.Action.Kind);
        Cached().Once().ReturnsJson($$"""{"HttpStatusCode":200,"Login":{"Id":"{{LoginId}}","LastRefresh":"2026-03-20T10:00:00"},"RequestId":"{{RequestId}}"}""");
        Detail().Once().ReturnsFixture("flinks/accounts-detail.response.200.json");

        session = await LookAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    private PlannedRoute Dispatched() =>
        Live().Once().ReturnsJson($$"""{"HttpStatusCode":202,"FlinksCode":"OPERATION_DISPATCHED","RequestId":"{{RequestId}}"}""", 202);

    private static string Error(string code) => $$"""{"HttpStatusCode":401,"FlinksCode":"{{code}}","InstitutionId":14}""";

    private void NoAsync(int status)
    {
        var route = Data(HttpMethod.Get, "AuthorizeAsync/" + RequestId);
        _ = status == 404 ? route.Returns(StubReply.Text("<html></html>", "text/html", 404)) : route.ReturnsJson(Error("METHOD_NOT_AVAILABLE"), status);
    }

    private async Task<ReconnectSession> StartAsync(string? code, ReconnectOptions? options = null)
    {
        Stub.Post(Base + "GenerateAuthorizeToken").Optional().ReturnsFixture("flinks/generate-authorize-token.response.200.json");
        _ = code is null ? Cached().Once().ReturnsFixture("flinks/authorize.response.200.json") : Cached().Once().ReturnsJson(Error(code), 401);
        Dispatched();
        var session = await Flow.StartAsync(Connection, options ?? new ReconnectOptions { KnownAccounts = [] });
        Assert.IsType<RequiredAction.Wait>(session.Action);
        return session;
    }
}
