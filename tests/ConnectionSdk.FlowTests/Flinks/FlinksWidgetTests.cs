using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Flinks;

public class FlinksWidgetTests : FlinksFlow
{
    [Theory]
    [InlineData(FlinksRedirectShape.Fields)]
    [InlineData(FlinksRedirectShape.FieldsWithArray)]
    [InlineData(FlinksRedirectShape.FieldsWithResumedAccounts)]
    [InlineData(FlinksRedirectShape.UrlOnly)]
    public async Task The_end_is_understood_in_every_shape(FlinksRedirectShape shape)
    {
        Flinks.Divergences.RedirectShape = shape;
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());

        var session = await VisitAsync(await StartAsync(connection));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
    }

    [Fact]
    public async Task The_user_comes_back_by_redirect_with_the_state_that_went_out()
    {
        Configure = options => options.RedirectUri = Callback;
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);

        var outcome = await Flinks.User.UseWidgetAsync(LinkOf(session));
        await Assert.ThrowsAsync<UnexpectedReplyException>(() => Flow.ReplyAsync(
            session.Id, new UserReply.RedirectReturned(new Uri($"https://app.example/flinks/callback?state=forged&loginId={connection.LoginId}"))));
        session = await RunAsync(Flow.ReplyAsync(session.Id, new UserReply.RedirectReturned(outcome.Callback!)));

        Assert.StartsWith(Callback.AbsoluteUri + "?state=", outcome.Callback!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Fact]
    public async Task Every_message_may_be_passed_on_and_the_ones_on_the_way_change_nothing()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        var link = LinkOf(session);
        var outcome = await Flinks.User.UseWidgetAsync(link);
        var calls = Flinks.Calls.Count();

        foreach (var message in (string[])[.. outcome.Messages.SkipLast(1), "no json", "[]", "null", """{"step":"INVENTED_TOMORROW"}"""])
        {
            session = await TellAsync(session, message);
            Assert.Equal(link, LinkOf(session));
        }

        Assert.Equal(calls, Flinks.Calls.Count());
        Assert.Equal(ReconnectOutcome.Reconnected, (await TellAsync(session, outcome.Messages[^1])).Outcome);
    }

    [Theory]
    [InlineData(FlinksVisit.Closes)]
    [InlineData(FlinksVisit.MistypesAndCloses)]
    public async Task A_user_who_closes_the_widget_has_given_up(FlinksVisit visit)
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());

        var session = await VisitAsync(await StartAsync(connection), visit);

        Assert.Equal(ReconnectOutcome.Abandoned, session.Outcome);
        Assert.NotEqual(ConnectionState.Active, session.Observed!.Status.State);
    }

    [Fact]
    public async Task A_close_after_the_work_was_done_does_not_undo_it()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        await Flinks.User.UseWidgetAsync(LinkOf(session));

        session = await TellAsync(session, """{"step":"COMPONENT_CLOSE_SESSION","institution":"FlinksCapital"}""");

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_lapsed_in_the_widget_is_begun_anew(bool asFlinksCode)
    {
        Flinks.Divergences.ErrorEventsAsFlinksCode = asFlinksCode;
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        var first = LinkOf(session);

        session = await VisitAsync(session, FlinksVisit.LetsItExpire);

        Assert.NotEqual(first, LinkOf(session));
        Assert.Contains("requestId=", LinkOf(session).Query, StringComparison.Ordinal);
        Assert.Equal(2, connection.LiveCalls);
        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(session)).Outcome);
    }

    [Fact]
    public async Task A_link_that_was_used_is_replaced()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        var used = LinkOf(session);
        await Flinks.User.UseWidgetAsync(used, FlinksVisit.WalksAway);

        session = await VisitAsync(session);
        Assert.Equal(ReplyFate.NotSent, session.LastReply);
        Assert.NotEqual(used, LinkOf(session));

        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(session)).Outcome);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task A_failure_in_the_widget_is_waited_for()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());

        var session = await VisitAsync(await StartAsync(connection), FlinksVisit.MeetsAFailure);

        Assert.Equal(ReconnectOutcome.WaitingForProvider, session.Outcome);
        Assert.Equal("AGGREGATION_ERROR", session.Observed!.Status.Provider.Code);
    }

    [Fact]
    public async Task Wrong_answers_in_the_widget_count_towards_the_guard()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);

        session = await TellAsync(session, """{"step":"INVALID_SECURITY_RESPONSE","institution":"FlinksCapital"}""");
        Assert.Equal((1, RequiredActionKind.OpenWidget), (session.RejectedReplies, session.Action.Kind));
        session = await TellAsync(session, """{"flinksCode":"INVALID_PASSWORD"}""");

        Assert.Equal(ReconnectOutcome.NotRepairable, session.Outcome);
    }

    [Fact]
    public async Task A_login_locked_in_the_widget_is_opened_at_the_bank()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());

        var session = await TellAsync(await StartAsync(connection), """{"step":"DISABLED_LOGIN"}""");

        Assert.IsType<RequiredAction.VisitInstitution>(session.Action);
    }

    [Fact]
    public async Task A_claim_that_it_is_done_is_not_believed()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);

        foreach (var claim in (string[])[$$"""{"step":"REDIRECT","loginId":"{{connection.LoginId}}"}""", """{"step":"REDIRECT"}"""])
        {
            session = await TellAsync(session, claim);
            Assert.Contains("requestId=", LinkOf(session).Query, StringComparison.Ordinal);
        }

        Assert.Equal(0, connection.AnswersReceived);
    }

    [Fact]
    public async Task Another_process_finishes_the_repair_with_a_link_of_its_own()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        var elsewhere = (IReconnectFlow)StartApplication().GetService(typeof(IReconnectFlow))!;

        var resumed = await RunAsync(elsewhere.GetAsync(session.Id));
        Assert.NotEqual(LinkOf(session), LinkOf(resumed));
        resumed = await VisitAsync(resumed);

        Assert.Equal(ReconnectOutcome.Reconnected, resumed.Outcome);
        Assert.Equal(0, Flinks.AuthorizeTokensRefused);
    }
}
