namespace ConnectionSdk;

/// <summary>Keeps sessions in memory: for one process, tests and samples. Finished ones are dropped a day after they ended.</summary>
public sealed class InMemoryReconnectSessionStore : IReconnectSessionStore
{
    private static readonly TimeSpan KeepFinished = TimeSpan.FromDays(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    private readonly object _gate = new();
    private readonly Dictionary<ReconnectSessionId, StoredReconnectSession> _byId = [];
    private readonly Dictionary<ConnectionRef, ReconnectSessionId> _latest = [];
    private readonly TimeProvider _time;
    private DateTimeOffset _nextSweep;

    /// <summary>An empty store.</summary>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    public InMemoryReconnectSessionStore(TimeProvider? timeProvider = null) => _time = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public ValueTask<StoredReconnectSession?> FindAsync(ReconnectSessionId session, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_byId.GetValueOrDefault(session));
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredReconnectSession?> FindLatestAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_latest.TryGetValue(connection, out var id) ? _byId.GetValueOrDefault(id) : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryAddAsync(StoredReconnectSession session, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_latest.TryGetValue(session.Connection, out var id) && _byId.TryGetValue(id, out var latest) && !latest.IsFinished)
            {
                return new(false);
            }

            DropOld();
            _byId[session.Id] = session;
            _latest[session.Connection] = session.Id;
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryReplaceAsync(StoredReconnectSession session, long expectedVersion, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(session.Id, out var stored) || stored.Version != expectedVersion)
            {
                return new(false);
            }

            _byId[session.Id] = session;
            return new(true);
        }
    }

    private void DropOld()
    {
        var now = _time.GetUtcNow();
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepEvery;
        var oldest = now - KeepFinished;
        foreach (var (id, session) in _byId.Where(pair => pair.Value.ExpiresAt < oldest).ToList())
        {
            _byId.Remove(id);
            if (_latest.TryGetValue(session.Connection, out var latest) && latest == id)
            {
                _latest.Remove(session.Connection);
            }
        }
    }
}
