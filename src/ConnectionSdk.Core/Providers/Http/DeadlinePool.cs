using System.Collections.Concurrent;

namespace ConnectionSdk.Providers;

/// <summary>Lends cancellation sources that fire after a time, and takes back those that did not fire: a source with its timer costs more than all else here.</summary>
internal sealed class DeadlinePool(TimeProvider time)
{
    private const int Kept = 32;
    private readonly ConcurrentQueue<CancellationTokenSource> _idle = new();

    // A source reset on another clock would start a timer of the system's.
    private readonly bool _reuses = ReferenceEquals(time, TimeProvider.System);

    public CancellationTokenSource Rent(TimeSpan after)
    {
        if (!_reuses || !_idle.TryDequeue(out var source)) return new CancellationTokenSource(after, time);
        source.CancelAfter(after);
        return source;
    }

    /// <summary>Takes a source back. Nobody may still listen to its token.</summary>
    public void Return(CancellationTokenSource source, bool clean)
    {
        if (clean && _reuses && _idle.Count < Kept && source.TryReset()) _idle.Enqueue(source);
        else source.Dispose();
    }
}
