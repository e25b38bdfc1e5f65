using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Flinks;

public class FlinksFieldTests : FlinksFlow
{
    private const string City = "What city were you born in?";

    public FlinksFieldTests() => Configure = options => options.AnswerMfaByFields = true;

    [Fact]
    public async Task Questions_are_asked_by_fields_and_answered_in_one_call()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks(
            new FlinksQuestion("  What was your first pet called? ", "Biscuit"),
            new FlinksQuestion("Quel est le modèle de votre première voiture?", "Civic") { Type = "MultipleChoice", Choices = ["Accord", "Civic"] },
            new FlinksQuestion("Pick two", "b", "c") { Type = "MultipleChoiceMultipleAnswers", Choices = ["a", "b", "c"] },
            new FlinksQuestion("Which is yours?", "aGVsbG8=") { Type = "ImageSelection", Choices = ["aGVsbG8=", "d29ybGQ="] }));

        var session = await StartAsync(connection);
        var fields = Assert.IsType<RequiredAction.ProvideFields>(session.Action).Fields;
        session = await AnswerAsync(
            session, (fields[0].Name, "Biscuit"), (fields[1].Name, "Civic"), (fields[2].Name, "c\nb"), (fields[3].Name, fields[3].Options[0].Value));

        Assert.Equal("  What was your first pet called? ", fields[0].Name);
        Assert.Equal(
            [FieldKind.Text, FieldKind.Choice, FieldKind.Choice, FieldKind.ImageChoice],
            fields.Select(field => field.Kind));
        Assert.Equal((false, true), (fields[1].AllowsSeveral, fields[2].AllowsSeveral));
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task What_is_no_choice_of_the_bank_is_not_sent()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks(
            new FlinksQuestion("Pick two", "b", "c") { Type = "MultipleChoiceMultipleAnswers", Choices = ["a", "b", "c"] }));
        var session = await StartAsync(connection);

        await Assert.ThrowsAsync<UnexpectedReplyException>(() => AnswerAsync(session, ("Pick two", "b\nd")));
        session = await AnswerAsync(session, ("Pick two", "c\r\nb\n"));

        Assert.Equal((ReconnectOutcome.Reconnected, 1), (session.Outcome, connection.AnswersReceived));
    }

    [Fact]
    public async Task Another_round_of_questions_may_follow()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks().Asks("What is the best country on earth?", "Canada"));

        var session = await AnswerAsync(await StartAsync(connection), (City, "Montreal"));
        Assert.Equal("What is the best country on earth?", Assert.Single(Assert.IsType<RequiredAction.ProvideFields>(session.Action).Fields).Name);
        session = await AnswerAsync(session, ("What is the best country on earth?", "Canada"));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal((1, 2), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task A_wrong_answer_is_asked_again_in_the_same_session_and_the_bank_is_not_pressed()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());

        var session = await AnswerAsync(await StartAsync(connection), (City, "Atlantis"));
        Assert.Equal((ReplyFate.Rejected, RequiredActionKind.ProvideFields), (session.LastReply, session.Action.Kind));
        session = await AnswerAsync(session, (City, "Atlantis"));

        Assert.Equal(ReconnectOutcome.NotRepairable, session.Outcome);
        Assert.Equal((1, 2, false), (connection.LiveCalls, connection.AnswersReceived, connection.Login.IsLocked));
    }

    [Fact]
    public async Task Wrong_then_right()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());

        var session = await AnswerAsync(await StartAsync(connection), (City, "Atlantis"));
        session = await AnswerAsync(session, (City, "Montreal"));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(2, connection.AnswersReceived);
    }

    [Theory]
    [InlineData(FlinksWrongAnswer.EndsSession)]
    [InlineData(FlinksWrongAnswer.EndsSessionWithNoRetry)]
    public async Task A_wrong_answer_that_ends_the_session_leads_to_the_widget(FlinksWrongAnswer consequence)
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks().AfterWrongAnswer(consequence));

        var session = await AnswerAsync(await StartAsync(connection), (City, "Atlantis"));

        Assert.Equal(ReplyFate.Rejected, session.LastReply);
        Assert.Equal("/v2/Credential/14", LinkOf(session).AbsolutePath);
        Assert.DoesNotContain("requestId", LinkOf(session).Query, StringComparison.Ordinal);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task A_kind_of_question_that_no_form_can_ask_opens_the_widget()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks(new FlinksQuestion("Approve on your phone", "ok") { Type = "TrustedDevicePush" }));

        var session = await StartAsync(connection);

        Assert.Contains("requestId=", LinkOf(session).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_is_read_and_never_sent_again()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        Flinks.Faults.Add(Fault.CutMidBody(), path: "/v3/*/BankingServices/Authorize");

        session = await WatchAsync(await AnswerAsync(session, (City, "Montreal")));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task A_lost_refusal_leads_to_the_widget_where_the_user_sees_what_is_asked()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        Flinks.Faults.Add(Fault.CutMidBody(), path: "/v3/*/BankingServices/Authorize");

        session = await WatchAsync(await AnswerAsync(session, (City, "Atlantis")));

        Assert.Contains("requestId=", LinkOf(session).Query, StringComparison.Ordinal);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(session)).Outcome);
    }

    [Fact]
    public async Task Answers_that_come_too_late_are_not_sent()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        Clock.Advance(TimeSpan.FromMinutes(8));

        session = await AnswerAsync(session, (City, "Montreal"));

        Assert.Equal(ReconnectOutcome.Expired, session.Outcome);
        Assert.Equal(0, connection.AnswersReceived);
    }

    [Fact]
    public async Task A_session_that_lapsed_earlier_than_promised_is_begun_anew_and_nothing_was_spent()
    {
        Flinks.RequestIdLasts = TimeSpan.FromMinutes(3);
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        Clock.Advance(TimeSpan.FromMinutes(4));

        session = await AnswerAsync(session, (City, "Montreal"));
        Assert.Equal((ReplyFate.NotSent, RequiredActionKind.ProvideFields), (session.LastReply, session.Action.Kind));
        Assert.Equal((2, 0), (connection.LiveCalls, connection.AnswersReceived));
        session = await AnswerAsync(session, (City, "Montreal"));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal((2, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task A_limit_on_calls_leaves_the_question_as_it_is()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);
        Flinks.Faults.Add(Fault.TooManyRequests(TimeSpan.FromSeconds(45)), path: "/v3/*/BankingServices/Authorize");

        session = await AnswerAsync(session, (City, "Montreal"));
        Assert.Equal((ReplyFate.NotSent, ReconnectOutcome.WaitingForProvider), (session.LastReply, session.Outcome));
        Assert.Equal(Clock.GetUtcNow().AddSeconds(45), Assert.IsType<RequiredAction.Wait>(session.Action).NotBefore);
        Clock.Advance(TimeSpan.FromSeconds(45));
        session = await VisitAsync(await StartAsync(connection));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task Many_clicks_send_one_answer()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var session = await StartAsync(connection);

        await RunAsync(Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Flow.ReplyAsync(session.Id, Values((City, "Montreal")))))));
        session = await WatchAsync(await Flow.GetAsync(session.Id));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, connection.AnswersReceived);
    }
}
