using System.Collections.Concurrent;

namespace ConnectionSdk;

/// <summary>Keeps revocations in memory: for one process, tests and samples.</summary>
public sealed class InMemoryRevocationStore : IRevocationStore
{
    private readonly ConcurrentDictionary<(ProviderId Provider, string ConnectionId), Connection> _revoked = new();

    /// <inheritdoc/>
    public ValueTask<Connection?> FindAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        new(_revoked.IsEmpty ? null : _revoked.GetValueOrDefault(Key(connection)));

    /// <inheritdoc/>
    public ValueTask SetAsync(Connection connection, CancellationToken cancellationToken)
    {
        _revoked[Key(connection.Ref)] = connection;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ClearAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        _revoked.TryRemove(Key(connection), out _);
        return ValueTask.CompletedTask;
    }

    private static (ProviderId Provider, string ConnectionId) Key(ConnectionRef connection) => (connection.Provider, connection.ConnectionId);
}
