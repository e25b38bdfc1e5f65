namespace ConnectionSdk.Simulator;

/// <summary>One timer of a <see cref="SimulatedClock"/>; the clock's lock guards its fields.</summary>
internal sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
{
    public static IComparer<SimulatedTimer> ByDueTime { get; } = Comparer<SimulatedTimer>.Create(static (left, right) =>
    {
        var byDueTime = left.DueAt.CompareTo(right.DueAt);
        return byDueTime != 0 ? byDueTime : left.Sequence.CompareTo(right.Sequence);
    });

    public long DueAt { get; set; }

    public long Period { get; set; }

    public long Sequence { get; set; } = -1;

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        clock.Schedule(this, dueTime, period);
        return !IsDisposed;
    }

    public void Fire() => callback(state);

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
