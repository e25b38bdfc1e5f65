namespace ConnectionSdk.ReconnectWeb.Simulation;

/// <summary>The system's clock, except that time can be let pass at once: whatever falls due on the way fires.</summary>
internal sealed class DemoClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<DemoTimer> _timers = [];
    private long _skipped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _skipped));

    public override long GetTimestamp() => System.GetElapsedTime(0, System.GetTimestamp()).Ticks + Interlocked.Read(ref _skipped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new DemoTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Skip(TimeSpan time)
    {
        Interlocked.Add(ref _skipped, time.Ticks);
        List<DemoTimer> waiting;
        lock (_gate)
        {
            waiting = [.. _timers];
        }

        waiting.ForEach(timer => timer.BringForward());
    }

    private void Keep(DemoTimer timer, bool waits)
    {
        lock (_gate)
        {
            _ = waits ? _timers.Add(timer) : _timers.Remove(timer);
        }
    }

    /// <summary>A timer of the system that is set anew when time was skipped.</summary>
    private sealed class DemoTimer : ITimer
    {
        private readonly DemoClock _clock;
        private readonly TimerCallback _callback;
        private readonly ITimer _timer;
        private readonly Lock _gate = new();
        private long _dueAt;
        private TimeSpan _period;
        private bool _isWaiting;

        public DemoTimer(DemoClock clock, TimerCallback callback, object? state)
        {
            (_clock, _callback) = (clock, callback);
            _timer = System.CreateTimer(Fire, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                _isWaiting = dueTime != Timeout.InfiniteTimeSpan;
                _period = period > TimeSpan.Zero ? period : TimeSpan.Zero;
                _dueAt = _clock.GetTimestamp() + (_isWaiting ? dueTime.Ticks : 0);
                _clock.Keep(this, _isWaiting);
                return _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }

        public void BringForward()
        {
            lock (_gate)
            {
                if (_isWaiting)
                {
                    _timer.Change(TimeSpan.FromTicks(Math.Max(0, _dueAt - _clock.GetTimestamp())), Timeout.InfiniteTimeSpan);
                }
            }
        }

        public void Dispose()
        {
            _clock.Keep(this, waits: false);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(object? state)
        {
            lock (_gate)
            {
                _isWaiting = _period > TimeSpan.Zero;
                if (_isWaiting)
                {
                    _dueAt = _clock.GetTimestamp() + _period.Ticks;
                    _timer.Change(_period, Timeout.InfiniteTimeSpan);
                }

                _clock.Keep(this, _isWaiting);
            }

            _callback(state);
        }
    }
}
