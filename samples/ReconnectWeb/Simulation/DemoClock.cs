namespace ConnectionSdk.ReconnectWeb.Simulation;

/// <summary>The system's clock, except that time can be let pass at once. Only timers that wait already do not notice.</summary>
internal sealed class DemoClock : TimeProvider
{
    private long _skipped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _skipped));

    public override long GetTimestamp() => System.GetElapsedTime(0, System.GetTimestamp()).Ticks + Interlocked.Read(ref _skipped);

    public void Skip(TimeSpan time) => Interlocked.Add(ref _skipped, time.Ticks);
}
