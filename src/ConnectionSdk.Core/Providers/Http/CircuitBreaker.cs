namespace ConnectionSdk.Providers;

/// <summary>
/// Holds calls back when at least half of the last 30 seconds' calls (20 or more) failed, then lets one Read through to see.
/// Counts beside the calls instead of wrapping them, so it costs no allocation. See docs/decisions/0002-http-pipeline.md.
/// </summary>
internal sealed class CircuitBreaker(ProviderHttpOptions options, TimeProvider time)
{
    private const int Slots = 10;
    private const int MinimumSamples = 20;
    private static readonly TimeSpan SlotLength = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Told = TimeSpan.FromMinutes(15);

    private readonly object _gate = new();
    private readonly int[] _calls = new int[Slots];
    private readonly int[] _failures = new int[Slots];
    private readonly long _origin = time.GetTimestamp();
    private long _slot;
    private long _openedAt;
    private volatile bool _open;
    private bool _probing;

    /// <summary>
    /// Whether calls are held back because of failures in the last 15 minutes. Later nobody knows: a process that is given no work because of this would
    /// otherwise never make the call that finds out.
    /// </summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate) return _open && time.GetElapsedTime(_openedAt) < Told;
        }
    }

    /// <summary>Asks for passage.</summary>
    /// <param name="effect">What the call does.</param>
    /// <param name="probe">True when this call is the one that finds out; its end must be told.</param>
    /// <param name="wait">When refused: how long until the next probe.</param>
    public bool TryEnter(CallEffect effect, out bool probe, out TimeSpan wait)
    {
        probe = false;
        wait = TimeSpan.Zero;
        if (!_open) return true;

        lock (_gate)
        {
            if (!_open) return true;
            wait = options.BreakerPause - time.GetElapsedTime(_openedAt);
            if (wait > TimeSpan.Zero) return false;

            wait = TimeSpan.FromSeconds(1);

            // A probing Read may need a token first, so minting passes; anything that changes something waits for the probe's answer.
            if (effect is CallEffect.Mint or CallEffect.MintSingleUse) return true;
            if (effect is not CallEffect.Read || _probing) return false;
            _probing = probe = true;
            return true;
        }
    }

    /// <summary>Counts the end of a call that reached a verdict.</summary>
    /// <returns>True when this one opened (or reopened) the breaker.</returns>
    public bool Record(bool failed, bool probe)
    {
        if (!options.Breaker) return false;
        lock (_gate)
        {
            if (probe) return EndProbe(failed);
            if (_open) return false;

            var slot = MoveToNow();
            _calls[slot]++;
            if (!failed) return false;
            _failures[slot]++;

            int calls = 0, failures = 0;
            for (var i = 0; i < Slots; i++)
            {
                calls += _calls[i];
                failures += _failures[i];
            }

            return calls >= MinimumSamples && failures * 2 >= calls && Open();
        }
    }

    /// <summary>Ends a probe without a verdict (cancelled, or never sent for reasons of our own).</summary>
    public void Release(bool probe)
    {
        if (!probe) return;
        lock (_gate) _probing = false;
    }

    private bool EndProbe(bool failed)
    {
        _probing = false;
        if (failed) return Open();
        _open = false;
        Array.Clear(_calls);
        Array.Clear(_failures);
        return false;
    }

    private bool Open()
    {
        _openedAt = time.GetTimestamp();
        _open = true;
        return true;
    }

    private int MoveToNow()
    {
        var now = time.GetElapsedTime(_origin).Ticks / SlotLength.Ticks;
        for (var passed = Math.Min(now - _slot, Slots); passed > 0; passed--)
        {
            var stale = (int)((now - passed + 1) % Slots);
            _calls[stale] = _failures[stale] = 0;
        }

        _slot = Math.Max(now, _slot);
        return (int)(_slot % Slots);
    }
}
