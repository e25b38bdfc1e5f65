using System.Collections.Concurrent;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>The in-memory store, with every write kept in order and a hook before it.</summary>
internal sealed class RecordingStore(TimeProvider time) : IReconnectSessionStore
{
    private readonly InMemoryReconnectSessionStore _inner = new(time);
    private readonly ConcurrentQueue<StoredReconnectSession> _writes = new();

    public Func<StoredReconnectSession, Task>? BeforeReplace { get; set; }

    public Action<StoredReconnectSession>? Written { get; set; }

    public IReadOnlyList<StoredReconnectSession> Writes => [.. _writes];

    public ValueTask<StoredReconnectSession?> FindAsync(ReconnectSessionId session, CancellationToken cancellationToken) =>
        _inner.FindAsync(session, cancellationToken);

    public ValueTask<StoredReconnectSession?> FindLatestAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _inner.FindLatestAsync(connection, cancellationToken);

    public async ValueTask<bool> TryAddAsync(StoredReconnectSession session, CancellationToken cancellationToken) =>
        Keep(session, await _inner.TryAddAsync(session, cancellationToken));

    public async ValueTask<bool> TryReplaceAsync(StoredReconnectSession session, long expectedVersion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (BeforeReplace is { } hook)
        {
            BeforeReplace = null;
            await hook(session);
        }

        return Keep(session, await _inner.TryReplaceAsync(session, expectedVersion, cancellationToken));
    }

    private bool Keep(StoredReconnectSession session, bool written)
    {
        if (written)
        {
            _writes.Enqueue(session);
            Written?.Invoke(session);
        }

        return written;
    }
}
