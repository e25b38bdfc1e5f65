using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Flinks;

/// <summary>A repair left half way: the bank's question waits for eight minutes, and whoever starts again within them is led straight back to it.</summary>
public class FlinksResumeTests : FlinksFlow
{
    public enum Leaving
    {
        ClosesTheWidget,
        GivesUp,
        IsCancelled,
        RunsOutOfTime,
    }

    [Theory]
    [InlineData(Leaving.ClosesTheWidget)]
    [InlineData(Leaving.GivesUp)]
    [InlineData(Leaving.IsCancelled)]
    [InlineData(Leaving.RunsOutOfTime)]
    public async Task Starting_again_within_eight_minutes_leads_straight_back_to_the_question(Leaving how)
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var left = await LeaveAsync(await StartAsync(connection, new ReconnectOptions { Lifetime = TimeSpan.FromMinutes(2) }), how);
        Assert.True(left.IsFinished);
        Clock.Advance(TimeSpan.FromMinutes(1));

        var session = await StartAsync(connection);

        Assert.Equal(RequestIdOf(session), System.Web.HttpUtility.ParseQueryString(LinkOf(session).Query)["requestId"]);
        Assert.True(session.Action.ExpiresAt <= left.StartedAt.AddMinutes(8));
        session = await VisitAsync(session);
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
        Assert.Equal((1, 1, 0), (connection.LiveCalls, connection.AnswersReceived, Flinks.AuthorizeTokensRefused));
    }

    [Fact]
    public async Task It_can_be_left_and_taken_up_again_as_often_as_the_question_waits()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        for (var visit = 0; visit < 3; visit++)
        {
            Assert.Equal(ReconnectOutcome.Abandoned, (await LeaveAsync(session, Leaving.ClosesTheWidget)).Outcome);
            session = await StartAsync(connection);
        }

        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(session)).Outcome);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task Another_process_takes_it_up_too_and_what_is_stored_holds_no_token()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var left = await LeaveAsync(await StartAsync(connection), Leaving.ClosesTheWidget);
        Assert.DoesNotContain("authorizeToken", left.ToJson(), StringComparison.Ordinal);
        var elsewhere = (IReconnectFlow)StartApplication().GetService(typeof(IReconnectFlow))!;

        var session = await RunAsync(elsewhere.StartAsync(RefOf(connection), new ReconnectOptions { KnownAccounts = Known(connection) }));

        Assert.Contains("requestId=", LinkOf(session).Query, StringComparison.Ordinal);
        Assert.Equal(1, connection.LiveCalls);
    }

    [Fact]
    public async Task Once_the_question_has_lapsed_the_bank_is_contacted_anew()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var left = RequestIdOf(await LeaveAsync(await StartAsync(connection), Leaving.ClosesTheWidget));
        Clock.Advance(TimeSpan.FromMinutes(8));

        var session = await StartAsync(connection);

        Assert.Equal(2, connection.LiveCalls);
        Assert.DoesNotContain(left, LinkOf(session).Query, StringComparison.Ordinal);
        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(session)).Outcome);
    }

    [Fact]
    public async Task A_question_that_was_answered_before_the_window_was_closed_is_not_asked_again()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        await Flinks.User.UseWidgetAsync(LinkOf(session));
        await LeaveAsync(session, Leaving.IsCancelled);

        session = await StartAsync(connection);

        Assert.Equal(ReconnectOutcome.NotNeeded, session.Outcome);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task A_question_of_a_refresh_that_was_answered_meanwhile_is_not_asked_again()
    {
        var connection = Flinks.AddConnection(setup => setup.Asks());
        var refreshed = await RunAsync(Client.RefreshAsync(RefOf(connection), new RefreshOptions { UserPresent = true }));
        var options = new ReconnectOptions { ResumeToken = refreshed.ResumeToken };
        await Flinks.User.UseWidgetAsync(LinkOf(await StartAsync(connection, options)));
        await Flow.CancelAsync((await Flow.StartAsync(RefOf(connection))).Id);

        Assert.Equal(ReconnectOutcome.NotNeeded, (await StartAsync(connection, options)).Outcome);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task What_was_asked_by_fields_is_taken_up_in_the_widget()
    {
        Configure = options => options.AnswerMfaByFields = true;
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var asked = await StartAsync(connection);
        Assert.IsType<RequiredAction.ProvideFields>(asked.Action);
        await LeaveAsync(asked, Leaving.IsCancelled);

        var session = await StartAsync(connection);

        Assert.Contains("requestId=" + RequestIdOf(asked), LinkOf(session).Query, StringComparison.Ordinal);
        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(session)).Outcome);
        Assert.Equal(1, connection.LiveCalls);
    }

    [Fact]
    public async Task A_lost_answer_does_not_lose_the_way_back_to_the_question()
    {
        Configure = options => options.AnswerMfaByFields = true;
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        Flinks.Faults.Add(Fault.CutMidBody(), path: "/v3/*/BankingServices/Authorize");
        session = await WatchAsync(await AnswerAsync(session, ("What city were you born in?", "Atlantis")));
        await LeaveAsync(session, Leaving.ClosesTheWidget);

        session = await StartAsync(connection);

        Assert.Contains("requestId=", LinkOf(session).Query, StringComparison.Ordinal);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task A_repair_that_came_to_its_end_leaves_nothing_to_take_up()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        await VisitAsync(await StartAsync(connection));
        connection.Break(setup => setup.LastRefreshFailed().Asks());

        var session = await StartAsync(connection);

        Assert.Equal(2, connection.LiveCalls);
        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(session)).Outcome);
    }

    [Fact]
    public async Task A_session_at_the_bank_that_nobody_knows_is_waited_for_and_not_disturbed()
    {
        var connection = Flinks.AddConnection(setup => setup.Asks());
        await RunAsync(Client.RefreshAsync(RefOf(connection), new RefreshOptions { UserPresent = true }));
        connection.Break(setup => setup.LastRefreshFailed());

        var session = await StartAsync(connection);

        Assert.Equal((ReconnectOutcome.WaitingForProvider, "CONCURRENT_SESSION"), (session.Outcome, session.Observed!.Status.Provider.Code));
        Assert.Equal(Clock.GetUtcNow().AddMinutes(8), Assert.IsType<RequiredAction.Wait>(session.Action).NotBefore);
    }

    private async Task<ReconnectSession> LeaveAsync(ReconnectSession session, Leaving how)
    {
        switch (how)
        {
            case Leaving.ClosesTheWidget:
                return await VisitAsync(session, FlinksVisit.Closes);
            case Leaving.GivesUp:
                return await RunAsync(Flow.ReplyAsync(session.Id, new UserReply.Abandoned()));
            case Leaving.IsCancelled:
                return await RunAsync(Flow.CancelAsync(session.Id));
            default:
                Clock.SetUtcNow(session.ExpiresAt);
                return await RunAsync(Flow.GetAsync(session.Id));
        }
    }

    /// <summary>The session at Flinks, as what is observed of the connection tells it without a secret.</summary>
    private static string RequestIdOf(ReconnectSession session) =>
        session.Observed!.ResumeToken!.Split(' ').Single(word => word.StartsWith("request:", StringComparison.Ordinal))["request:".Length..];
}
