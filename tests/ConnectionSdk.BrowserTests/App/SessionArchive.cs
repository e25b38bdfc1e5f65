using System.Collections.Concurrent;

namespace ConnectionSdk.BrowserTests.App;

/// <summary>Keeps every form a session has ever been stored in.</summary>
internal sealed class SessionArchive(IReconnectSessionStore store, ConcurrentQueue<string> forms) : IReconnectSessionStore
{
    public ValueTask<StoredReconnectSession?> FindAsync(ReconnectSessionId session, CancellationToken cancellationToken) =>
        store.FindAsync(session, cancellationToken);

    public ValueTask<StoredReconnectSession?> FindLatestAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        store.FindLatestAsync(connection, cancellationToken);

    public ValueTask<bool> TryAddAsync(StoredReconnectSession session, CancellationToken cancellationToken)
    {
        forms.Enqueue(session.Json);
        return store.TryAddAsync(session, cancellationToken);
    }

    public ValueTask<bool> TryReplaceAsync(StoredReconnectSession session, long expectedVersion, CancellationToken cancellationToken)
    {
        forms.Enqueue(session.Json);
        return store.TryReplaceAsync(session, expectedVersion, cancellationToken);
    }
}
