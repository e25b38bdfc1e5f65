using ConnectionSdk.Simulator;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class SimulatedClockTests
{
    private readonly SimulatedClock _clock = new();

    [Fact]
    public async Task A_delay_ends_when_the_clock_has_advanced_far_enough_and_not_before()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), _clock);

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(delay.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }

    [Fact]
    public void Timers_fire_in_the_order_they_are_due_and_each_sees_its_own_instant()
    {
        var seen = new List<(string Name, TimeSpan At)>();
        var start = _clock.GetUtcNow();
        using var late = _clock.CreateTimer(_ => seen.Add(("late", _clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(7), Timeout.InfiniteTimeSpan);
        using var every = _clock.CreateTimer(_ => seen.Add(("every", _clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));

        _clock.Advance(TimeSpan.FromSeconds(8));

        Assert.Equal(
            [("every", TimeSpan.FromSeconds(3)), ("every", TimeSpan.FromSeconds(6)), ("late", TimeSpan.FromSeconds(7))],
            seen);
    }

    [Fact]
    public void A_timer_started_by_a_callback_fires_in_the_same_advance_when_it_falls_due()
    {
        var fired = 0;
        ITimer? second = null;
        using var first = _clock.CreateTimer(
            _ => second = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan),
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(5));

        second?.Dispose();
        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task A_cancellation_source_and_a_periodic_timer_live_on_the_clock()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(30), _clock);
        using var periodic = new PeriodicTimer(TimeSpan.FromSeconds(10), _clock);
        var tick = periodic.WaitForNextTickAsync();

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await tick);
        Assert.False(cancellation.IsCancellationRequested);

        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.True(cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task A_jump_of_the_wall_clock_fires_nothing_and_leaves_timestamps_alone()
    {
        var timestamp = _clock.GetTimestamp();
        var delay = Task.Delay(TimeSpan.FromMinutes(1), _clock);

        _clock.JumpWallClock(TimeSpan.FromHours(-2));
        _clock.JumpWallClock(TimeSpan.FromHours(5));

        Assert.Equal(SimulatedClock.DefaultStart.AddHours(3), _clock.GetUtcNow());
        Assert.Equal(timestamp, _clock.GetTimestamp());
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await delay;
    }

    [Fact]
    public async Task A_test_can_wait_for_a_poll_without_being_fooled_by_a_long_deadline()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5), _clock);
        var poll = _clock.WaitForTimersAsync(1, TimeSpan.FromSeconds(5));
        Assert.False(poll.IsCompleted);

        var delay = Task.Delay(TimeSpan.FromSeconds(3), _clock);
        await poll;
        await _clock.WaitForTimersAsync(2);

        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(5)], _clock.WaitingTimers);
        _clock.Advance(TimeSpan.FromSeconds(3));
        await delay;
    }

    [Fact]
    public void A_disposed_timer_never_fires()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(1, fired);
        Assert.Empty(_clock.WaitingTimers);
    }

    [Fact]
    public async Task Work_that_pauses_again_and_again_can_be_driven_to_its_end_without_touching_deadlines()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(10), _clock);
        var work = PauseAsync();

        await _clock.AdvanceUntilAsync(work, TimeSpan.FromSeconds(30));

        Assert.Equal(SimulatedClock.DefaultStart.AddSeconds(50), _clock.GetUtcNow());
        Assert.False(deadline.IsCancellationRequested);

        async Task PauseAsync()
        {
            for (var pause = 0; pause < 10; pause++)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), _clock);
                await Task.Yield();
            }
        }
    }
}
