using ConnectionSdk.SecrecyTests.Capturing;

namespace ConnectionSdk.SecrecyTests.Journeys;

/// <summary>The stores a host would keep in its database: whatever is written to them is captured.</summary>
internal sealed class RecordingSessions(Capture capture, TimeProvider time) : IReconnectSessionStore
{
    private readonly InMemoryReconnectSessionStore _inner = new(time);

    public ValueTask<StoredReconnectSession?> FindAsync(ReconnectSessionId session, CancellationToken cancellationToken) => _inner.FindAsync(session, cancellationToken);

    public ValueTask<StoredReconnectSession?> FindLatestAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _inner.FindLatestAsync(connection, cancellationToken);

    public ValueTask<bool> TryAddAsync(StoredReconnectSession session, CancellationToken cancellationToken)
    {
        capture.Keep("session store", session);
        return _inner.TryAddAsync(session, cancellationToken);
    }

    public ValueTask<bool> TryReplaceAsync(StoredReconnectSession session, long expectedVersion, CancellationToken cancellationToken)
    {
        capture.Keep("session store", session);
        return _inner.TryReplaceAsync(session, expectedVersion, cancellationToken);
    }
}

internal sealed class RecordingDeliveries(Capture capture, TimeProvider time) : IWebhookStore
{
    private readonly InMemoryWebhookStore _inner = new(time);

    public ValueTask<WebhookMark> BeginAsync(ProviderId provider, string key, TimeSpan lease, CancellationToken cancellationToken)
    {
        capture.Keep("webhook store", "", key);
        return _inner.BeginAsync(provider, key, lease, cancellationToken);
    }

    public ValueTask CompleteAsync(ProviderId provider, string key, TimeSpan keep, CancellationToken cancellationToken) =>
        _inner.CompleteAsync(provider, key, keep, cancellationToken);

    public ValueTask ReleaseAsync(ProviderId provider, string key, CancellationToken cancellationToken) => _inner.ReleaseAsync(provider, key, cancellationToken);

    public ValueTask<WebhookOrder> AdvanceAsync(ConnectionRef connection, DateTimeOffset occurredAt, CancellationToken cancellationToken)
    {
        capture.Keep("webhook store", connection);
        return _inner.AdvanceAsync(connection, occurredAt, cancellationToken);
    }
}

internal sealed class RecordingRevocations(Capture capture) : IRevocationStore
{
    private readonly InMemoryRevocationStore _inner = new();

    public ValueTask<Connection?> FindAsync(ConnectionRef connection, CancellationToken cancellationToken) => _inner.FindAsync(connection, cancellationToken);

    public ValueTask SetAsync(Connection connection, CancellationToken cancellationToken)
    {
        capture.Keep("revocation store", connection);
        return _inner.SetAsync(connection, cancellationToken);
    }

    public ValueTask ClearAsync(ConnectionRef connection, CancellationToken cancellationToken) => _inner.ClearAsync(connection, cancellationToken);
}

internal sealed class RecordingHandler(Capture capture) : IConnectionEventHandler
{
    public ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
    {
        capture.Keep("events", connectionEvent);
        return ValueTask.CompletedTask;
    }
}
