namespace ConnectionSdk.Providers;

/// <summary>
/// One registration of a provider: what an adapter implements. Members that a provider cannot serve keep their default,
/// which throws <see cref="ProviderException"/> of kind <see cref="ProviderErrorKind.NotSupported"/>.
/// Implementations are safe for use by many threads and hold no state about single connections.
/// </summary>
public abstract class ConnectionProvider
{
    /// <summary>The name and tenant of this registration.</summary>
    public abstract ProviderId Id { get; }

    /// <summary>What this provider can do.</summary>
    public abstract ProviderCapabilities Capabilities { get; }

    /// <summary>What the provider's states and error codes mean.</summary>
    public abstract StatusMap Statuses { get; }

    /// <summary>How this provider repairs a connection.</summary>
    public abstract IReconnectStrategy Reconnect { get; }

    /// <summary>How this registration's webhooks are verified and read; null where the provider sends none.</summary>
    public virtual ProviderWebhooks? Webhooks => null;

    /// <summary>How this registration fares; null where the adapter does not tell.</summary>
    public virtual ProviderHealth? Health => null;

    /// <summary>Reads one connection. One that is gone comes back as <see cref="ConnectionState.Deleted"/>; unknown codes never throw.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public abstract Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken);

    /// <summary>Reads the accounts of a connection, those not shared yet included.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="AccessRevokedException">The answer says that the user withdrew access; it is remembered.</exception>
    public abstract Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken);

    /// <summary>Lists a user's connections.</summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Stops listing.</param>
    public virtual IAsyncEnumerable<Connection> ListAsync(UserRef user, CancellationToken cancellationToken) =>
        throw NotSupported("connection.list", "keep the references of connections on your side and read them one by one");

    /// <summary>Begins a first connection.</summary>
    /// <param name="request">Who connects, and where they come back to.</param>
    /// <param name="state">The value that must come back with the user, for providers that echo one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public virtual Task<ConnectSession> BeginConnectAsync(ConnectRequest request, CallbackState state, CancellationToken cancellationToken) =>
        throw NotSupported("connect.begin", "connect at the provider and register the connection's reference");

    /// <summary>Says which connection the user came back with. The engine reads it afterwards.</summary>
    /// <param name="session">The session that was begun.</param>
    /// <param name="reply">What the user came back with; a state value has been checked already.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ConnectNotCompletedException">The user cancelled or came back with an error.</exception>
    public virtual Task<ConnectionRef> CompleteConnectAsync(ConnectSession session, UserReply reply, CancellationToken cancellationToken) =>
        throw NotSupported("connect.complete", "connect at the provider and register the connection's reference");

    /// <summary>Asks for a synchronisation now.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">Whether the user is present.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="AccessRevokedException">A read says that the user withdrew access; it is remembered, and no synchronisation was asked for.</exception>
    public virtual Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions options, CancellationToken cancellationToken) =>
        throw NotSupported("connection.refresh", "wait for the provider's own schedule");

    /// <summary>Says what removing a connection would do.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public virtual Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        throw NotSupported("connection.remove", "remove the reference on your side only");

    /// <summary>Carries out a plan that is allowed and fresh.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public virtual Task RemoveAsync(RemovalPlan plan, CancellationToken cancellationToken) =>
        throw NotSupported("connection.remove", "remove the reference on your side only");

    private ProviderException NotSupported(string operation, string instead) => new(
        ProviderErrorKind.NotSupported,
        Id.Name,
        operation,
        $"{Id.Name} does not support {operation}: {instead}.")
    { Tenant = Id.Tenant };
}
