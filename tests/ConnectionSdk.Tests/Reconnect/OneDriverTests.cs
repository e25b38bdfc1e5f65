using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>A connection has one driver, and a reply goes out once: whoever clicks, crashes or gives up.</summary>
public sealed class OneDriverTests
{
    private readonly Repair _repair = new();

    [Theory]
    [InlineData(WhenInProgress.Join)]
    [InlineData(WhenInProgress.Refuse)]
    public async Task Of_64_parallel_starts_one_begins(WhenInProgress whenInProgress)
    {
        var gate = new TaskCompletionSource();
        _repair.Provider.OnBegin = async (context, _) =>
        {
            await gate.Task;
            return _repair.Provider.Move(context, _repair.AskCode());
        };

        var starts = Enumerable.Range(0, 64).Select(_ => Task.Run(() => _repair.StartAsync(new ReconnectOptions { WhenInProgress = whenInProgress }))).ToList();
        await AllButOneAsync(starts);
        gate.SetResult();
        await Task.WhenAll(starts.Select(start => start.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal(1, _repair.Provider.Count("begin"));
        if (whenInProgress == WhenInProgress.Join)
        {
            Assert.Single(starts.Select(start => start.Result.Id).Distinct());
        }
        else
        {
            Assert.Equal(63, starts.Count(start => start.Exception?.InnerException is ReconnectInProgressException));
        }
    }

    [Fact]
    public async Task A_thousand_times_64_parallel_starts_begin_once_each()
    {
        for (var round = 1; round <= 1000; round++)
        {
            var connection = new ConnectionRef(Repair.Connection.Provider, $"{round}");
            var starts = Enumerable.Range(0, 64).Select(_ => Task.Run(() => _repair.Flow.StartAsync(connection))).ToArray();
            var sessions = await Task.WhenAll(starts);

            Assert.Single(sessions.Select(session => session.Id).Distinct());
            Assert.Equal(round, _repair.Provider.Count("begin"));
        }
    }

    [Fact]
    public async Task A_double_click_passes_the_reply_on_once()
    {
        var session = await _repair.StartAsync();
        var gate = new TaskCompletionSource();
        _repair.Provider.OnReply = async (context, _, _) =>
        {
            await gate.Task;
            return _repair.Provider.Repaired(context);
        };

        var clicks = Enumerable.Range(0, 8).Select(_ => Task.Run(() => _repair.Flow.ReplyAsync(session.Id, Repair.Code()))).ToList();
        await AllButOneAsync(clicks);
        gate.SetResult();
        await Task.WhenAll(clicks);
        Assert.Equal(1, _repair.Provider.Count("reply"));
        Assert.Equal(7, clicks.Count(click => click.Result.Phase == ReconnectPhase.Submitting));
        Assert.Equal(1, clicks.Count(click => click.Result.Outcome == ReconnectOutcome.Reconnected));
    }

    [Fact]
    public async Task The_intent_is_stored_before_the_strategy_is_called()
    {
        var order = new List<string>();
        _repair.Store.Written = stored => order.Add(stored.Json.Contains("\"intent\"", StringComparison.Ordinal) ? "intent stored" : "stored");
        _repair.Provider.Called = order.Add;

        var session = await _repair.StartAsync();
        Assert.Equal(["intent stored", "accounts", "intent stored", "begin", "stored"], order);

        order.Clear();
        await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        Assert.Equal(["intent stored", "reply", "accounts", "stored"], order);
    }

    [Fact]
    public async Task The_second_click_that_loses_the_race_is_not_sent_after_the_first_was_refused()
    {
        var session = await _repair.StartAsync();
        _repair.ReplyFails(ProviderErrorKind.ChallengeRejected);
        _repair.Store.BeforeReplace = async _ => await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        var second = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal(1, _repair.Provider.Count("reply"));
        Assert.Equal(1, second.RejectedReplies);
    }

    [Fact]
    public async Task A_look_that_is_stored_meanwhile_does_not_swallow_the_reply()
    {
        _repair.Begins(_repair.AskCode(), again: TimeSpan.FromSeconds(5));
        var session = await _repair.StartAsync();
        _repair.Clock.Advance(TimeSpan.FromSeconds(5));
        _repair.Store.BeforeReplace = async _ => await _repair.Flow.PollAsync(session.Id);

        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code())).Outcome);
        Assert.Equal(1, _repair.Provider.Count("reply"));
    }

    [Fact]
    public async Task After_a_crash_between_intent_and_answer_another_process_reads_and_asks_again_but_never_resends()
    {
        var session = await _repair.StartAsync();
        _ = StuckReply(session);
        var other = _repair.NewProcess();

        Assert.Equal(ReconnectPhase.Submitting, (await other.PollAsync(session.Id)).Phase);
        Assert.Equal(ReconnectPhase.Submitting, (await other.ReplyAsync(session.Id, Repair.Code())).Phase);
        _repair.Clock.Advance(_repair.Options.ReplyLease - TimeSpan.FromSeconds(1));
        await other.PollAsync(session.Id);
        Assert.Equal(0, _repair.Provider.Count("observe"));

        _repair.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = await other.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal((1, 1), (_repair.Provider.Count("reply"), _repair.Provider.Count("observe")));
        Assert.Equal((ReconnectPhase.AwaitingUser, ReplyFate.Unknown), (after.Phase, after.LastReply));
        Assert.IsType<RequiredAction.ProvideFields>(after.Action);
        Assert.Equal(ReconnectOutcome.Reconnected, (await other.ReplyAsync(session.Id, UnstuckCode())).Outcome);
    }

    [Fact]
    public async Task The_owner_that_comes_back_too_late_changes_nothing()
    {
        var session = await _repair.StartAsync();
        var gate = new TaskCompletionSource();
        _repair.Provider.OnReply = async (context, _, _) =>
        {
            await gate.Task;
            return _repair.Provider.Repaired(context);
        };
        var late = _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        _repair.Clock.Advance(_repair.Options.ReplyLease);
        var taken = await _repair.NewProcess().PollAsync(session.Id);

        gate.SetResult();
        Assert.Equal(taken.Version, (await late).Version);
        Assert.False((await late).IsFinished);
    }

    [Fact]
    public async Task After_a_crash_in_the_first_step_a_new_start_joins_and_reads()
    {
        _repair.Provider.OnBegin = (_, _) => new TaskCompletionSource<ReconnectMove>().Task;
        _ = _repair.StartAsync();
        var other = _repair.NewProcess();

        var joined = await other.StartAsync(Repair.Connection);
        Assert.Equal((ReconnectPhase.Starting, true), (joined.Phase, joined.PollAt > _repair.Clock.GetUtcNow()));

        _repair.Clock.Advance(_repair.Options.ReplyLease);
        var after = await other.StartAsync(Repair.Connection);
        Assert.Equal((joined.Id, RequiredActionKind.ProvideFields, ReplyFate.None), (after.Id, after.Action.Kind, after.LastReply));
        Assert.Equal((1, 1), (_repair.Provider.Count("begin"), _repair.Provider.Count("observe")));
    }

    [Fact]
    public async Task When_the_caller_gives_up_in_mid_reply_the_next_poll_reads_at_once()
    {
        var session = await _repair.StartAsync();
        using var caller = new CancellationTokenSource();
        _repair.Provider.OnReply = async (_, _, token) =>
        {
            await caller.CancelAsync();
            token.ThrowIfCancellationRequested();
            return null!;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _repair.Flow.ReplyAsync(session.Id, Repair.Code(), caller.Token));
        var after = await _repair.Flow.PollAsync(session.Id);

        Assert.Equal((1, 1), (_repair.Provider.Count("reply"), _repair.Provider.Count("observe")));
        Assert.Equal(ReplyFate.Unknown, after.LastReply);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_first_step_that_is_cancelled_or_breaks_is_read_at_the_next_look(bool cancelled)
    {
        _repair.Provider.OnBegin = (_, _) => throw (cancelled ? new OperationCanceledException() : new InvalidOperationException("a bug of the adapter"));

        await Assert.ThrowsAnyAsync<SystemException>(() => _repair.StartAsync());
        var joined = await _repair.StartAsync();

        Assert.Equal((1, 1), (_repair.Provider.Count("begin"), _repair.Provider.Count("observe")));
        Assert.Equal(RequiredActionKind.ProvideFields, joined.Action.Kind);
    }

    [Fact]
    public async Task A_refusal_the_caller_did_not_wait_for_still_counts()
    {
        var session = await _repair.StartAsync();
        using var caller = new CancellationTokenSource();
        _repair.Provider.OnReply = async (context, _, _) =>
        {
            await caller.CancelAsync();
            return _repair.Provider.Move(context, _repair.AskCode(), ReplyFate.Rejected);
        };

        Assert.Equal(1, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code(), caller.Token)).RejectedReplies);
    }

    [Fact]
    public async Task Cancelling_a_session_wins_against_a_look_at_the_same_time()
    {
        _repair.Begins(_repair.AskCode(), again: TimeSpan.FromSeconds(5));
        var session = await _repair.StartAsync();
        _repair.Clock.Advance(TimeSpan.FromSeconds(5));
        _repair.Store.BeforeReplace = async _ => await _repair.Flow.PollAsync(session.Id);

        Assert.Equal(ReconnectOutcome.Abandoned, (await _repair.Flow.CancelAsync(session.Id)).Outcome);
    }

    [Fact]
    public async Task The_version_grows_by_one_with_every_stored_change()
    {
        _repair.AsksForRedirect(again: TimeSpan.FromSeconds(5));
        var session = await _repair.StartAsync();
        _repair.Clock.Advance(TimeSpan.FromSeconds(5));
        await _repair.Flow.PollAsync(session.Id);
        await _repair.Flow.ReplyAsync(session.Id, _repair.Return());

        Assert.Equal(Enumerable.Range(1, _repair.Store.Writes.Count).Select(version => (long)version), _repair.Store.Writes.Select(write => write.Version));
    }

    /// <summary>Waits until all calls but the one at the gate have come back. Each says so itself: whoever looks for those still out may find the gated one only.</summary>
    private static async Task AllButOneAsync(List<Task<ReconnectSession>> calls)
    {
        var back = new SemaphoreSlim(0);
        foreach (var call in calls)
        {
            _ = call.ContinueWith(_ => back.Release(), TaskScheduler.Default);
        }

        for (var awaited = 1; awaited < calls.Count; awaited++)
        {
            await back.WaitAsync();
        }
    }

    private Task<ReconnectSession> StuckReply(ReconnectSession session)
    {
        _repair.Provider.OnReply = (_, _, _) => new TaskCompletionSource<ReconnectMove>().Task;
        return _repair.Flow.ReplyAsync(session.Id, Repair.Code());
    }

    private UserReply UnstuckCode()
    {
        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Repaired(context));
        return Repair.Code();
    }
}
