using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>Looks come at the provider's pace, sessions and challenges end in time, and links are issued no more often than a user needs one.</summary>
public sealed class PollingTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Repair _repair = new();

    [Fact]
    public async Task A_poll_that_comes_too_early_reads_nothing()
    {
        _repair.Begins(new RequiredAction.ApproveElsewhere(), Pause);
        _repair.Observes(new RequiredAction.ApproveElsewhere(), Pause);
        var session = await _repair.StartAsync();

        _repair.Clock.Advance(Pause - TimeSpan.FromTicks(1));
        Assert.Equal(session.Version, (await _repair.Flow.PollAsync(session.Id)).Version);
        Assert.Equal(0, _repair.Provider.Count("observe"));

        _repair.Clock.Advance(TimeSpan.FromTicks(1));
        await _repair.Flow.PollAsync(session.Id);
        await _repair.Flow.PollAsync(session.Id);
        Assert.Equal(1, _repair.Provider.Count("observe"));
    }

    [Fact]
    public async Task Watching_looks_at_the_providers_pace_until_it_is_over()
    {
        var looks = 0;
        _repair.Begins(new RequiredAction.ApproveElsewhere(), Pause);
        _repair.Provider.OnObserve = context => Task.FromResult(++looks < 3
            ? _repair.Provider.Move(context, new RequiredAction.ApproveElsewhere(), again: looks * Pause)
            : _repair.Provider.Repaired(context, ReplyFate.None));
        var session = await _repair.StartAsync();
        var started = _repair.Clock.GetUtcNow();

        var seen = await WatchAsync(session.Id);

        Assert.Equal(4, seen.Count);
        Assert.Equal(ReconnectOutcome.Reconnected, seen[^1].Outcome);
        Assert.Equal(started + (4 * Pause), _repair.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Watching_ends_where_the_user_is_needed_whatever_pace_the_adapter_names()
    {
        _repair.Begins(new RequiredAction.Wait(), Pause);
        _repair.Observes(new RequiredAction.FollowRedirect { Url = new Uri("https://bank.example/") }, Pause);
        var session = await _repair.StartAsync();

        var seen = await WatchAsync(session.Id);

        Assert.Equal((2, ReconnectPhase.AwaitingUser), (seen.Count, seen[^1].Phase));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task Watching_never_turns_in_place(int seconds)
    {
        _repair.Begins(new RequiredAction.ApproveElsewhere(), TimeSpan.FromSeconds(seconds));
        var session = await _repair.StartAsync();

        Assert.True(session.PollAt > _repair.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Watching_a_session_another_process_drives_waits_between_its_looks_at_the_store()
    {
        var session = await _repair.StartAsync();
        _repair.Provider.OnReply = (_, _, _) => new TaskCompletionSource<ReconnectMove>().Task;
        _repair.Provider.OnObserve = context => Task.FromResult(_repair.Provider.Repaired(context, ReplyFate.None));
        _ = Task.Run(() => _repair.Flow.ReplyAsync(session.Id, Repair.Code()));
        while (_repair.Provider.Count("reply") == 0)
        {
            await Task.Yield();
        }

        _repair.Clock.Advance(TimeSpan.FromSeconds(10));
        var seen = await WatchAsync(session.Id, _repair.NewProcess());

        Assert.InRange(seen.Count, 3, 102);
        Assert.Equal((ReconnectOutcome.Reconnected, 1), (seen[^1].Outcome, _repair.Provider.Count("observe")));
    }

    [Fact]
    public async Task Watching_stops_when_its_caller_does_and_the_session_goes_on()
    {
        _repair.Begins(new RequiredAction.ApproveElsewhere(), Pause);
        var session = await _repair.StartAsync();
        using var ctrlC = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            await foreach (var _ in _repair.Flow.WatchAsync(session.Id, ctrlC.Token))
            {
                // Only watched.
            }
        });
        await _repair.Clock.WaitForTimersAsync(1);

        await ctrlC.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        Assert.Equal(ReconnectPhase.Observing, (await _repair.Flow.GetAsync(session.Id)).Phase);
        Assert.Equal(0, _repair.Provider.Count("observe"));
    }

    [Fact]
    public async Task Five_looks_in_a_row_may_fail_and_the_sixth_is_told()
    {
        _repair.Begins(new RequiredAction.ApproveElsewhere(), Pause);
        _repair.Provider.OnObserve = _ => throw Repair.Failure(ProviderErrorKind.Timeout, transient: true);
        var session = await _repair.StartAsync();
        for (var look = 1; look <= 5; look++)
        {
            _repair.Clock.Advance(TimeSpan.FromMinutes(1));
            session = await _repair.Flow.PollAsync(session.Id);
            Assert.Equal((ReconnectPhase.Observing, look), (session.Phase, _repair.Provider.Count("observe")));
        }

        _repair.Clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<ProviderException>(() => _repair.Flow.PollAsync(session.Id));

        _repair.Observes(new RequiredAction.ApproveElsewhere(), Pause);
        _repair.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await _repair.Flow.PollAsync(session.Id)).IsFinished);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(40, 40)]
    public async Task A_failed_look_is_repeated_no_sooner_than_the_provider_says(int retryAfter, int expected)
    {
        _repair.Begins(new RequiredAction.ApproveElsewhere(), Pause);
        _repair.Provider.OnObserve = _ => throw Repair.Failure(ProviderErrorKind.RateLimited, transient: true, TimeSpan.FromSeconds(retryAfter));
        var session = await _repair.StartAsync();
        _repair.Clock.Advance(Pause);

        Assert.Equal(_repair.Clock.GetUtcNow().AddSeconds(expected), (await _repair.Flow.PollAsync(session.Id)).PollAt);
    }

    [Fact]
    public async Task A_lost_answer_is_looked_into_at_the_pace_of_any_other_look()
    {
        var session = await _repair.StartAsync();
        _repair.ReplyFails(ProviderErrorKind.OutcomeUnknown);
        _repair.Provider.OnObserve = _ => throw Repair.Failure(ProviderErrorKind.RateLimited, transient: true, TimeSpan.FromSeconds(20));

        await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        await _repair.Flow.PollAsync(session.Id);
        await _repair.Flow.PollAsync(session.Id);

        Assert.Equal(1, _repair.Provider.Count("observe"));
    }

    [Fact]
    public async Task No_look_is_planned_beyond_the_end_of_the_session()
    {
        _repair.Begins(new RequiredAction.ApproveElsewhere(), TimeSpan.FromDays(400));
        var session = await _repair.StartAsync();
        Assert.Equal(session.ExpiresAt, session.PollAt);

        _repair.Clock.Advance(TimeSpan.FromMinutes(30));
        var ended = await _repair.Flow.PollAsync(session.Id);
        Assert.Equal((ReconnectOutcome.Expired, 0), (ended.Outcome, _repair.Provider.Count("observe")));
    }

    [Fact]
    public async Task A_session_that_has_lapsed_sends_nothing()
    {
        var session = await _repair.StartAsync(new ReconnectOptions { Lifetime = TimeSpan.FromMinutes(10) });
        _repair.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(ReconnectOutcome.Expired, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code())).Outcome);
        Assert.Equal(0, _repair.Provider.Count("reply"));
        Assert.Equal(ReconnectPhase.AwaitingUser, (await _repair.StartAsync()).Phase);
    }

    [Theory]
    [InlineData(16, 1)]
    [InlineData(14, 0)]
    public async Task A_code_is_sent_16_seconds_before_its_challenge_ends_and_not_14_seconds_before(int secondsLeft, int sent)
    {
        _repair.Begins(_repair.AskCode(lifetime: TimeSpan.FromMinutes(3)));
        var session = await _repair.StartAsync();
        _repair.Clock.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromSeconds(secondsLeft));

        var after = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal(sent, _repair.Provider.Count("reply"));
        Assert.Equal(sent == 1 ? ReconnectOutcome.Reconnected : ReconnectOutcome.Expired, after.Outcome);
    }

    [Fact]
    public async Task No_look_puts_off_the_end_of_a_challenge()
    {
        _repair.Begins(_repair.AskCode(lifetime: TimeSpan.FromMinutes(3)), Pause);
        _repair.Provider.OnObserve = context => Task.FromResult(_repair.Provider.Move(context, _repair.AskCode(lifetime: TimeSpan.FromMinutes(3)), again: Pause));
        var session = await _repair.StartAsync();
        _repair.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(session.Action.ExpiresAt, (await _repair.Flow.PollAsync(session.Id)).Action.ExpiresAt);
    }

    [Fact]
    public async Task An_approval_nobody_gives_lapses_though_every_look_asks_for_it_again()
    {
        RequiredAction Ask() => new RequiredAction.ApproveElsewhere { ExpiresAt = _repair.Clock.GetUtcNow().AddMinutes(2) };
        _repair.Begins(Ask(), Pause);
        _repair.Provider.OnObserve = context => Task.FromResult(_repair.Provider.Move(context, Ask(), again: Pause));
        var session = await _repair.StartAsync();

        var seen = await WatchAsync(session.Id);

        Assert.Equal((ReconnectOutcome.Expired, session.StartedAt.AddMinutes(2)), (seen[^1].Outcome, _repair.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_link_is_kept_when_a_look_only_confirms_it()
    {
        _repair.AsksForRedirect(Pause);
        var session = await _repair.StartAsync();
        _repair.Clock.Advance(Pause);

        var looked = await _repair.Flow.PollAsync(session.Id);
        var got = await _repair.Flow.GetAsync(session.Id);

        Assert.Equal(1, _repair.Provider.Count("launch"));
        Assert.All([looked, got], each => Assert.Equal(session.Action, each.Action));
    }

    [Fact]
    public async Task Another_process_issues_a_link_once_and_its_polls_issue_none()
    {
        _repair.AsksForRedirect(Pause);
        var session = await _repair.StartAsync();
        var other = _repair.NewProcess();
        _repair.Clock.Advance(Pause);

        Assert.Null(Assert.IsType<RequiredAction.FollowRedirect>((await other.PollAsync(session.Id)).Action).Url);
        Assert.Equal(1, _repair.Provider.Count("launch"));

        var joined = await other.GetAsync(session.Id);
        Assert.Equal(joined.Action, (await other.GetAsync(session.Id)).Action);
        Assert.NotNull(Assert.IsType<RequiredAction.FollowRedirect>(joined.Action).Url);
        Assert.Equal(2, _repair.Provider.Count("launch"));
    }

    [Fact]
    public async Task When_no_link_can_be_issued_the_session_is_kept_and_the_next_get_issues_it()
    {
        _repair.AsksForRedirect(Pause);
        _repair.Provider.OnLaunch = _ => throw Repair.Failure(ProviderErrorKind.Unavailable, transient: true);
        await Assert.ThrowsAsync<ProviderException>(() => _repair.StartAsync());
        var stored = ReconnectSession.FromJson(_repair.Store.Writes[^1].Json);
        Assert.Equal((ReconnectPhase.AwaitingUser, RequiredActionKind.FollowRedirect), (stored.Phase, stored.Action.Kind));

        _repair.Provider.OnLaunch = null;
        Assert.NotNull(Assert.IsType<RequiredAction.FollowRedirect>((await _repair.Flow.GetAsync(stored.Id)).Action).Url);
        Assert.Equal(1, _repair.Provider.Count("begin"));
    }

    [Fact]
    public async Task A_link_that_turns_out_not_to_be_needed_becomes_a_wait()
    {
        _repair.AsksForRedirect(Pause);
        _repair.Provider.OnLaunch = _ => Task.FromResult<RequiredAction>(new RequiredAction.Wait { Actor = Actor.Provider, PollEvery = Pause });

        var session = await _repair.StartAsync();

        Assert.Equal((ReconnectPhase.Observing, RequiredActionKind.Wait, _repair.Clock.GetUtcNow() + Pause), (session.Phase, session.Action.Kind, session.PollAt));
    }

    [Fact]
    public async Task A_finished_session_is_returned_as_it_is()
    {
        var session = await _repair.StartAsync();
        var ended = await _repair.Flow.ReplyAsync(session.Id, new UserReply.Abandoned());
        var calls = _repair.Provider.Calls.Count;
        _repair.Clock.Advance(TimeSpan.FromHours(2));

        foreach (var again in new[]
        {
            await _repair.Flow.GetAsync(session.Id),
            await _repair.Flow.PollAsync(session.Id),
            await _repair.Flow.CancelAsync(session.Id),
            await _repair.Flow.ReplyAsync(session.Id, Repair.Code()),
            (await WatchAsync(session.Id)).Single(),
        })
        {
            Assert.Equal(ended.ToJson(), again.ToJson());
        }

        Assert.Equal(ReconnectOutcome.Abandoned, ended.Outcome);
        Assert.Equal(calls, _repair.Provider.Calls.Count);
    }

    [Fact]
    public async Task A_session_nobody_knows_is_named_so() =>
        await Assert.ThrowsAsync<ReconnectSessionNotFoundException>(() => _repair.Flow.PollAsync(ReconnectSessionId.Create()));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(25 * 60)]
    public async Task A_lifetime_that_makes_no_sense_is_refused(int minutes) =>
        await Assert.ThrowsAsync<ConnectionSdkException>(() => _repair.StartAsync(new ReconnectOptions { Lifetime = TimeSpan.FromMinutes(minutes) }));

    private async Task<List<ReconnectSession>> WatchAsync(ReconnectSessionId id, IReconnectFlow? flow = null)
    {
        var seen = new List<ReconnectSession>();
        var watch = Task.Run(async () =>
        {
            await foreach (var session in (flow ?? _repair.Flow).WatchAsync(id))
            {
                seen.Add(session);
            }
        });
        while (!watch.IsCompleted)
        {
            using var stop = new CancellationTokenSource();
            var timer = _repair.Clock.WaitForTimersAsync(1, stop.Token);
            if (await Task.WhenAny(watch, timer) == timer)
            {
                _repair.Clock.Advance(_repair.Clock.WaitingTimers[0]);
            }
            else
            {
                await stop.CancelAsync();
            }
        }

        await watch;
        return seen;
    }
}
