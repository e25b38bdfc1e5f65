namespace ConnectionSdk;

/// <summary>
/// Which connections their users have withdrawn access to. The default keeps them in memory; a host that restarts or has several processes
/// brings its own, so that no data call leaves after a revocation until a repair has succeeded.
/// </summary>
/// <remarks>Compare references by provider and connection id: a webhook that reports a revocation may not name the user, or not by the host's id.</remarks>
public interface IRevocationStore
{
    /// <summary>Returns the connection as it was seen when access had been withdrawn, or null when it has not.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<Connection?> FindAsync(ConnectionRef connection, CancellationToken cancellationToken);

    /// <summary>Remembers that access was withdrawn. The write is durable when this returns.</summary>
    /// <param name="connection">The connection, in state <see cref="ConnectionState.Revoked"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask SetAsync(Connection connection, CancellationToken cancellationToken);

    /// <summary>Forgets it: a repair that the user started has succeeded.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask ClearAsync(ConnectionRef connection, CancellationToken cancellationToken);
}
