using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>A code whose fate nobody has heard of counts as refused: the bank counts it, however the session ended.</summary>
public sealed class UndecidedReplyTests
{
    private readonly Repair _repair = new();

    public enum Ending
    {
        Cancelled,
        Abandoned,
        Expired,
    }

    public static TheoryData<Ending> Endings => [Ending.Cancelled, Ending.Abandoned, Ending.Expired];

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task No_third_wrong_code_reaches_the_bank_however_often_a_repair_is_ended_while_one_is_on_its_way(Ending ending)
    {
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var session = await _repair.StartAsync();
            if (session.IsFinished)
            {
                break;
            }

            var answer = new TaskCompletionSource();
            _repair.Provider.OnReply = async (_, _, _) =>
            {
                await answer.Task;
                throw Repair.Failure(ProviderErrorKind.ChallengeRejected);
            };
            var reply = _repair.Flow.ReplyAsync(session.Id, Repair.Code());
            var ended = await EndAsync(session, ending);
            answer.SetResult();

            Assert.Equal((ended.Version, attempt), ((await reply).Version, ended.RejectedReplies));
        }

        Assert.Equal(2, _repair.Provider.Count("reply"));
        var stopped = await _repair.StartAsync();
        Assert.Equal(ReconnectOutcome.NotRepairable, stopped.Outcome);
        Assert.NotNull(Assert.IsType<RequiredAction.Wait>(stopped.Action).NotBefore);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task A_code_that_is_being_checked_when_the_repair_ends_counts_as_refused(Ending ending)
    {
        var waits = new RequiredAction.Wait { Actor = Actor.Provider };
        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Move(context, waits, ReplyFate.Accepted, TimeSpan.FromSeconds(2)));
        _repair.Observes(waits, TimeSpan.FromSeconds(2));
        var session = await _repair.StartAsync();
        await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        _repair.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, (await _repair.Flow.PollAsync(session.Id)).RejectedReplies);

        Assert.Equal(1, (await EndAsync(session, ending)).RejectedReplies);
        Assert.Equal(1, (await _repair.StartAsync()).RejectedReplies);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task A_refusal_that_was_counted_is_not_counted_again_when_the_repair_ends(Ending ending)
    {
        _repair.ReplyFails(ProviderErrorKind.ChallengeRejected);
        _repair.Provider.OnObserve = _ => throw Repair.Failure(ProviderErrorKind.Timeout, transient: true);
        var session = await _repair.StartAsync();
        Assert.Equal(1, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code())).RejectedReplies);

        Assert.Equal(1, (await EndAsync(session, ending)).RejectedReplies);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task A_code_that_led_to_the_next_question_and_a_repair_without_any_count_nothing(Ending ending)
    {
        Assert.Equal(0, (await EndAsync(await _repair.StartAsync(), ending)).RejectedReplies);

        var approve = new RequiredAction.ApproveElsewhere { Actor = Actor.EndUser };
        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Move(context, approve, ReplyFate.Accepted, TimeSpan.FromSeconds(2)));
        var session = await _repair.StartAsync();
        await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal(0, (await EndAsync(session, ending)).RejectedReplies);
    }

    [Fact]
    public async Task What_was_said_in_a_widget_and_not_answered_yet_is_no_code()
    {
        _repair.AsksForRedirect();
        var session = await _repair.StartAsync();
        _repair.Provider.OnReply = (_, _, _) => new TaskCompletionSource<ReconnectMove>().Task;
        _ = _repair.Flow.ReplyAsync(session.Id, _repair.Return());

        Assert.Equal(0, (await _repair.Flow.CancelAsync(session.Id)).RejectedReplies);
    }

    [Theory]
    [InlineData(ReconnectVerdict.Abandoned)]
    [InlineData(ReconnectVerdict.WaitingForProvider)]
    [InlineData(ReconnectVerdict.NotRepairable)]
    public async Task A_lost_code_after_which_the_repair_is_over_without_success_counts_as_refused(ReconnectVerdict verdict)
    {
        _repair.ReplyFails(ProviderErrorKind.OutcomeUnknown);
        _repair.Provider.OnObserve = context => Task.FromResult(_repair.Provider.Move(context, new RequiredAction.None(), verdict: verdict));
        var session = await _repair.StartAsync();

        var over = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal((true, 1), (over.IsFinished, over.RejectedReplies));
    }

    [Fact]
    public async Task A_lost_code_that_the_bank_asks_for_again_after_some_thought_counts_once()
    {
        _repair.ReplyFails(ProviderErrorKind.OutcomeUnknown);
        _repair.Observes(new RequiredAction.Wait { Actor = Actor.Provider }, TimeSpan.FromSeconds(2));
        var session = await _repair.StartAsync();
        Assert.Equal(0, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code())).RejectedReplies);

        _repair.Observes(_repair.AskCode());
        _repair.Clock.Advance(TimeSpan.FromSeconds(2));
        var asked = await _repair.NewProcess().PollAsync(session.Id);

        Assert.Equal((RequiredActionKind.ProvideFields, 1), (asked.Action.Kind, asked.RejectedReplies));
        Assert.Equal(1, (await _repair.Flow.CancelAsync(session.Id)).RejectedReplies);
    }

    [Fact]
    public async Task A_code_that_was_taken_and_turns_out_wrong_when_the_bank_has_checked_it_counts()
    {
        var waits = new RequiredAction.Wait { Actor = Actor.Provider };
        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Move(context, waits, ReplyFate.Accepted, TimeSpan.FromSeconds(2)));
        var session = await _repair.StartAsync();
        await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        _repair.Provider.OnObserve = context =>
        {
            var move = _repair.Provider.Move(context, _repair.AskCode());
            return Task.FromResult(move with { Connection = move.Connection with { Status = move.Connection.Status with { Reason = StatusReason.MfaRejected } } });
        };
        _repair.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, (await _repair.Flow.PollAsync(session.Id)).RejectedReplies);
    }

    [Fact]
    public async Task A_code_that_works_in_the_end_counts_nothing_though_its_answer_was_lost()
    {
        _repair.ReplyFails(ProviderErrorKind.OutcomeUnknown);
        _repair.Observes(new RequiredAction.Wait { Actor = Actor.Provider }, TimeSpan.FromSeconds(2));
        var session = await _repair.StartAsync();
        await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        _repair.Provider.OnObserve = context => Task.FromResult(_repair.Provider.Repaired(context, ReplyFate.None));
        _repair.Clock.Advance(TimeSpan.FromSeconds(2));

        var after = await _repair.Flow.PollAsync(session.Id);

        Assert.Equal((ReconnectOutcome.Reconnected, 0), (after.Outcome, after.RejectedReplies));
    }

    private async Task<ReconnectSession> EndAsync(ReconnectSession session, Ending ending)
    {
        switch (ending)
        {
            case Ending.Cancelled:
                return await _repair.Flow.CancelAsync(session.Id);
            case Ending.Abandoned:
                return await _repair.Flow.ReplyAsync(session.Id, new UserReply.Abandoned());
            default:
                // From another tab, at another server.
                _repair.Clock.Advance(session.ExpiresAt - _repair.Clock.GetUtcNow());
                return await _repair.NewProcess().PollAsync(session.Id);
        }
    }
}
