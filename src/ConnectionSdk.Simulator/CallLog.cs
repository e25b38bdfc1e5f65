namespace ConnectionSdk.Simulator;

/// <summary>Every request a simulated provider received, in order: what really went over the wire. Thread-safe.</summary>
public sealed class CallLog
{
    private static readonly TimeSpan PatienceInRealTime = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly List<RecordedCall> _calls = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _lastNumber;

    internal CallLog()
    {
    }

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<RecordedCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>The requests that fit.</summary>
    /// <param name="method">A method, or null for any.</param>
    /// <param name="path">A path with <c>*</c> for one segment and a closing <c>**</c> for the rest, or null for any.</param>
    public IReadOnlyList<RecordedCall> Matching(string? method = null, string? path = null) =>
        [.. All.Where(call => call.Matches(method, path))];

    /// <summary>How many requests fit.</summary>
    /// <param name="method">A method, or null for any.</param>
    /// <param name="path">A path with <c>*</c> for one segment and a closing <c>**</c> for the rest, or null for any.</param>
    public int Count(string? method = null, string? path = null) => Matching(method, path).Count;

    /// <summary>Forgets what was received, so that a test can look at one step alone.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
        }
    }

    /// <summary>Waits until at least <paramref name="count"/> requests that fit have arrived.</summary>
    /// <param name="count">How many.</param>
    /// <param name="method">A method, or null for any.</param>
    /// <param name="path">A path with <c>*</c> for one segment and a closing <c>**</c> for the rest, or null for any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">30 seconds of real time went by.</exception>
    public async Task WaitForAsync(int count, string? method = null, string? path = null, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_calls.Count(call => call.Matches(method, path)) >= count)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(PatienceInRealTime, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    internal int NextNumber() => Interlocked.Increment(ref _lastNumber);

    internal void Add(RecordedCall call)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _calls.Add(call);
            signal = _changed;
            _changed = NewSignal();
        }

        signal.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
