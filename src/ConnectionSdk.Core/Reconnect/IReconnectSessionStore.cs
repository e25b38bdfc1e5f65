namespace ConnectionSdk;

/// <summary>
/// Where reconnect sessions live. The default keeps them in memory; a host with several processes brings its own, on a table with the columns
/// of <see cref="StoredReconnectSession"/>. Writes compare and swap on the version, which is what keeps two processes from driving one connection.
/// </summary>
public interface IReconnectSessionStore
{
    /// <summary>Returns a session, or null.</summary>
    /// <param name="session">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<StoredReconnectSession?> FindAsync(ReconnectSessionId session, CancellationToken cancellationToken);

    /// <summary>Returns the session of a connection that was added last, finished or not, or null.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<StoredReconnectSession?> FindLatestAsync(ConnectionRef connection, CancellationToken cancellationToken);

    /// <summary>Adds a session unless an unfinished one of the same connection exists.</summary>
    /// <param name="session">The new session.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether it was added.</returns>
    ValueTask<bool> TryAddAsync(StoredReconnectSession session, CancellationToken cancellationToken);

    /// <summary>Replaces a session if its stored version is still the expected one. The write is durable when this returns.</summary>
    /// <param name="session">The new content, with its new version.</param>
    /// <param name="expectedVersion">The version that must be stored now.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether it was replaced.</returns>
    ValueTask<bool> TryReplaceAsync(StoredReconnectSession session, long expectedVersion, CancellationToken cancellationToken);
}
