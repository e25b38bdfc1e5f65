namespace ConnectionSdk.Simulator;

/// <summary>What shall go wrong, and when. Faults strike in the order they were added, each the number of times asked for. Thread-safe.</summary>
public sealed class FaultScript
{
    private readonly object _gate = new();
    private readonly List<PlannedFault> _planned = [];

    internal FaultScript()
    {
    }

    /// <summary>How many strikes are still to come.</summary>
    public int Remaining
    {
        get
        {
            lock (_gate)
            {
                return _planned.Sum(planned => planned.Times);
            }
        }
    }

    /// <summary>Plans a fault for the next requests that fit.</summary>
    /// <param name="fault">What happens to them.</param>
    /// <param name="times">How many requests it strikes.</param>
    /// <param name="method">A method, or null for any.</param>
    /// <param name="path">A path with <c>*</c> for one segment and a closing <c>**</c> for the rest, or null for any.</param>
    /// <returns>The script, to go on with.</returns>
    public FaultScript Add(Fault fault, int times = 1, string? method = null, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        lock (_gate)
        {
            _planned.Add(new PlannedFault(fault, method, path) { Times = times });
        }

        return this;
    }

    /// <summary>Plans a fault for the next requests of a kind that method and path do not tell apart. Hosted pages are spared.</summary>
    /// <param name="fault">What happens to them.</param>
    /// <param name="when">Which requests it strikes.</param>
    /// <param name="times">How many requests it strikes.</param>
    /// <returns>The script, to go on with.</returns>
    public FaultScript Add(Fault fault, Func<RecordedCall, bool> when, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentNullException.ThrowIfNull(when);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        lock (_gate)
        {
            _planned.Add(new PlannedFault(fault, null, null) { When = when, Times = times });
        }

        return this;
    }

    /// <summary>Drops every planned fault.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _planned.Clear();
        }
    }

    internal Fault? Take(RecordedCall call, bool onlyIfNamed)
    {
        lock (_gate)
        {
            if (_planned.Find(planned => planned.Strikes(call) && (planned.Path is not null || !onlyIfNamed)) is not { } match)
            {
                return null;
            }

            match.Times--;
            if (match.Times == 0)
            {
                _planned.Remove(match);
            }

            return match.Fault;
        }
    }

    private sealed record PlannedFault(Fault Fault, string? Method, string? Path)
    {
        public Func<RecordedCall, bool>? When { get; init; }

        public int Times { get; set; }

        public bool Strikes(RecordedCall call) => call.Matches(Method, Path) && When?.Invoke(call) != false;
    }
}
