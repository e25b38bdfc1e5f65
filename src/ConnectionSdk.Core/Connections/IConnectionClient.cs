namespace ConnectionSdk;

/// <summary>
/// Bank connections, whatever the provider. Safe for use by many threads.
/// Every member throws <see cref="ProviderException"/> when the provider or the network fails, and
/// <see cref="ProviderNotRegisteredException"/> when no registration fits the reference.
/// </summary>
public interface IConnectionClient
{
    /// <summary>Begins a first connection: the answer says which page or widget to open for the user.</summary>
    /// <param name="request">Who connects, and where they come back to.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    Task<ConnectSession> BeginConnectAsync(ConnectRequest request, CancellationToken cancellationToken = default);

    /// <summary>Ends a first connection after the user came back, and reads it. What the user brought back is a hint; the read decides.</summary>
    /// <param name="session">What <see cref="BeginConnectAsync"/> returned, possibly stored in between.</param>
    /// <param name="reply">What the user came back with.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ConnectNotCompletedException">The user cancelled, or came back with an error or a foreign state.</exception>
    Task<Connection> CompleteConnectAsync(ConnectSession session, UserReply reply, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads one connection. One that the provider no longer knows comes back as <see cref="ConnectionState.Deleted"/>. One whose user withdrew
    /// access is answered from memory, as last seen, until a repair has succeeded.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken = default);

    /// <summary>Lists a user's connections, page by page as they are read.</summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Stops listing.</param>
    IAsyncEnumerable<Connection> ListAsync(UserRef user, CancellationToken cancellationToken = default);

    /// <summary>Reads the accounts of a connection, those the user has not agreed to share included.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="AccessRevokedException">The user withdrew access; nothing is fetched from here on.</exception>
    Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken = default);

    /// <summary>Asks for a synchronisation now. Refused locally where it could do harm; never repeated by itself.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">Whether the user is present; null means not.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <exception cref="AccessRevokedException">The user withdrew access; nothing is fetched from here on.</exception>
    Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Says what removing a connection would lose or keep, or why it is refused. Changes nothing.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken = default);

    /// <summary>Carries a plan out. Nothing in this library calls it by itself.</summary>
    /// <param name="plan">What <see cref="PlanRemovalAsync"/> returned and somebody agreed to.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <exception cref="RemovalRefusedException">The plan says that removal is refused, or it is too old.</exception>
    Task RemoveAsync(RemovalPlan plan, CancellationToken cancellationToken = default);

    /// <summary>What the provider of this connection can do.</summary>
    /// <param name="connection">The connection.</param>
    ProviderCapabilities CapabilitiesOf(ConnectionRef connection);
}
