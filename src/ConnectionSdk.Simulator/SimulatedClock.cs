namespace ConnectionSdk.Simulator;

/// <summary>
/// A clock that stands still until a test moves it. Timers, <c>Task.Delay</c>, <c>CancellationTokenSource</c> and <c>PeriodicTimer</c>
/// built on it are real: they fire during <see cref="Advance"/>, in the order they are due.
/// </summary>
/// <remarks>Thread-safe. Callbacks run on the thread that advances the clock, outside its lock.</remarks>
public sealed class SimulatedClock : TimeProvider
{
    private static readonly TimeSpan PatienceInRealTime = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly SortedSet<SimulatedTimer> _timers = new(SimulatedTimer.ByDueTime);
    private readonly List<TimerWaiter> _waiters = [];
    private DateTimeOffset _wallAtZero;
    private long _elapsed;
    private long _nextSequence;

    /// <summary>Makes a clock that shows <see cref="DefaultStart"/>.</summary>
    public SimulatedClock()
        : this(DefaultStart)
    {
    }

    /// <summary>Makes a clock that shows <paramref name="start"/>.</summary>
    /// <param name="start">The first instant; its offset is dropped, the clock speaks UTC.</param>
    public SimulatedClock(DateTimeOffset start) => _wallAtZero = start.ToUniversalTime();

    /// <summary>Where a clock starts unless told otherwise: 2026-03-02T08:00:00Z.</summary>
    public static DateTimeOffset DefaultStart { get; } = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How far away each waiting timer is, soonest first.</summary>
    public IReadOnlyList<TimeSpan> WaitingTimers
    {
        get
        {
            lock (_gate)
            {
                return [.. _timers.Select(timer => TimeSpan.FromTicks(timer.DueAt - _elapsed))];
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _wallAtZero.AddTicks(_elapsed);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Counts what was advanced; a jump of the wall clock does not touch it.</remarks>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time forward and fires every timer that falls due on the way, each at its own instant.</summary>
    /// <param name="by">How far; zero fires nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_gate)
        {
            target = _elapsed + by.Ticks;
        }

        while (TakeDue(target) is { } due)
        {
            due.Fire();
        }
    }

    /// <summary>Moves time forward to an instant of the wall clock, firing timers as <see cref="Advance"/> does.</summary>
    /// <param name="now">The instant to show afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="now"/> is in the past: see <see cref="JumpWallClock"/>.</exception>
    public void SetUtcNow(DateTimeOffset now) => Advance(now - GetUtcNow());

    /// <summary>Moves only the wall clock, as an operator or a time server would: no timer fires, timestamps stay monotonic.</summary>
    /// <param name="by">How far, in either direction.</param>
    public void JumpWallClock(TimeSpan by)
    {
        lock (_gate)
        {
            _wallAtZero += by;
        }
    }

    /// <summary>Waits until at least <paramref name="count"/> timers are waiting, so that a test can advance at the right moment.</summary>
    /// <param name="count">How many timers must be waiting.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">30 seconds of real time went by.</exception>
    public Task WaitForTimersAsync(int count, CancellationToken cancellationToken = default) =>
        WaitForTimersAsync(count, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>
    /// Waits until at least <paramref name="count"/> timers are waiting that fall due within <paramref name="dueWithin"/>: this tells
    /// a poll of a few seconds from a deadline of minutes.
    /// </summary>
    /// <param name="count">How many timers must be waiting.</param>
    /// <param name="dueWithin">Only timers due within this span count; <see cref="Timeout.InfiniteTimeSpan"/> counts all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">30 seconds of real time went by.</exception>
    public Task WaitForTimersAsync(int count, TimeSpan dueWithin, CancellationToken cancellationToken = default)
    {
        var waiter = new TimerWaiter(count, dueWithin == Timeout.InfiniteTimeSpan ? long.MaxValue : dueWithin.Ticks);
        lock (_gate)
        {
            if (IsSatisfied(waiter))
            {
                return Task.CompletedTask;
            }

            _waiters.Add(waiter);
        }

        return WaitAsync(waiter, cancellationToken);
    }

    /// <summary>
    /// Lets work that waits on this clock run to its end: whenever a timer is waiting that is due within <paramref name="dueWithin"/>,
    /// time moves on to it. Choose a span longer than polls and pauses, and shorter than deadlines of calls in flight.
    /// </summary>
    /// <param name="work">What must end.</param>
    /// <param name="dueWithin">Which timers count as pauses.</param>
    /// <param name="cancellationToken">Ends the wait, not the work.</param>
    /// <exception cref="TimeoutException">The work neither ended nor paused for 30 seconds of real time.</exception>
    public async Task AdvanceUntilAsync(Task work, TimeSpan dueWithin, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        while (!work.IsCompleted)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var pause = WaitForTimersAsync(1, dueWithin, waiting.Token);
            if (await Task.WhenAny(work, pause).ConfigureAwait(false) == pause)
            {
                await pause.ConfigureAwait(false);
                AdvanceToNextTimer(dueWithin);
            }
            else
            {
                await waiting.CancelAsync().ConfigureAwait(false);
            }
        }

        await work.ConfigureAwait(false);
    }

    internal void Schedule(SimulatedTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (timer.IsDisposed || dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Period = period > TimeSpan.Zero ? period.Ticks : 0;
            Enqueue(timer, _elapsed + dueTime.Ticks);
            _waiters.RemoveAll(ReleaseIfSatisfied);
            if (dueTime > TimeSpan.Zero)
            {
                return;
            }
        }

        // A timer that is already due fires at once on a real clock too, on another thread.
        ThreadPool.UnsafeQueueUserWorkItem(static clock => clock.Advance(TimeSpan.Zero), this, preferLocal: false);
    }

    internal void Remove(SimulatedTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _timers.Remove(timer);
        }
    }

    private void AdvanceToNextTimer(TimeSpan dueWithin)
    {
        TimeSpan next;
        lock (_gate)
        {
            next = _timers.Min is { } timer ? TimeSpan.FromTicks(Math.Max(0, timer.DueAt - _elapsed)) : TimeSpan.MaxValue;
        }

        // The timer may have been cancelled meanwhile; what remains is then a deadline that must not be jumped to.
        if (next <= dueWithin)
        {
            Advance(next);
        }
    }

    private SimulatedTimer? TakeDue(long target)
    {
        lock (_gate)
        {
            if (_timers.Min is not { } next || next.DueAt > target)
            {
                _elapsed = Math.Max(_elapsed, target);
                _waiters.RemoveAll(ReleaseIfSatisfied);
                return null;
            }

            _elapsed = Math.Max(_elapsed, next.DueAt);
            _timers.Remove(next);
            if (next.Period > 0)
            {
                Enqueue(next, next.DueAt + next.Period);
            }

            return next;
        }
    }

    private void Enqueue(SimulatedTimer timer, long dueAt)
    {
        timer.DueAt = dueAt;
        timer.Sequence = _nextSequence++;
        _timers.Add(timer);
    }

    private async Task WaitAsync(TimerWaiter waiter, CancellationToken cancellationToken)
    {
        try
        {
            await waiter.Released.Task.WaitAsync(PatienceInRealTime, System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException cause)
        {
            throw new TimeoutException($"Fewer than {waiter.Count} timers were waiting after {PatienceInRealTime.TotalSeconds} s of real time.", cause);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    private bool ReleaseIfSatisfied(TimerWaiter waiter) => IsSatisfied(waiter) && waiter.Released.TrySetResult();

    private bool IsSatisfied(TimerWaiter waiter) => _timers.Count(timer => timer.DueAt - _elapsed <= waiter.DueWithin) >= waiter.Count;

    private sealed record TimerWaiter(int Count, long DueWithin)
    {
        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
