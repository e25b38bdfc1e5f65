namespace ConnectionSdk;

/// <summary>
/// The user has withdrawn access to the connection: it was known, and the call did not leave this process, or the provider has just said so. No
/// call for its data leaves any more, until a repair that the user starts has succeeded.
/// </summary>
public sealed class AccessRevokedException : ConnectionSdkException
{
    /// <summary>Names the connection.</summary>
    /// <param name="connection">The connection as it was seen when access had been withdrawn.</param>
    public AccessRevokedException(Connection connection)
        : base("The user withdrew access to this connection at the bank, so nothing is fetched. Offer to reconnect, and start the reconnect flow only when the user asks for it.") =>
        Connection = connection;

    /// <summary>The connection as it was seen when access had been withdrawn.</summary>
    public Connection Connection { get; }
}
