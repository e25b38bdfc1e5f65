namespace ConnectionSdk.Flinks;

/// <summary>
/// Lets one live contact per login through at a time: a second one would be refused by Flinks, and may make the bank text the user twice. Remembers
/// when the last one was, for the answers that do not say. Flinks: Error codes (CONCURRENT_SESSION).
/// </summary>
internal sealed class FlinksLiveCalls(TimeProvider time)
{
    /// <summary>Of more logins than this, those contacted first are forgotten.</summary>
    private const int MaxRemembered = 10_000;

    private readonly object _gate = new();
    private readonly HashSet<string> _busy = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DateTimeOffset> _last = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<KeyValuePair<string, DateTimeOffset>> _order = new();

    public bool TryEnter(string loginId)
    {
        lock (_gate)
        {
            return _busy.Add(loginId);
        }
    }

    /// <summary>Ends a contact.</summary>
    /// <param name="loginId">The login.</param>
    /// <param name="isSent">Whether the bank may have been contacted; else nothing is remembered.</param>
    public void Leave(string loginId, bool isSent)
    {
        lock (_gate)
        {
            _busy.Remove(loginId);
            if (!isSent)
            {
                return;
            }

            _order.Enqueue(new(loginId, _last[loginId] = time.GetUtcNow()));
            while (_order.Count > MaxRemembered)
            {
                var (oldest, at) = _order.Dequeue();
                if (_last.TryGetValue(oldest, out var last) && last == at)
                {
                    _last.Remove(oldest);
                }
            }
        }
    }

    /// <summary>When this process contacted the bank last; null when it has not, or forgot.</summary>
    public DateTimeOffset? LastOf(string loginId)
    {
        lock (_gate)
        {
            return _last.TryGetValue(loginId, out var last) ? last : null;
        }
    }
}
