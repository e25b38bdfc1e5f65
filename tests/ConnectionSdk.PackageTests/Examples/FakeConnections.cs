namespace ConnectionSdk.PackageTests.Examples;

public sealed class FakeConnections : IConnectionClient
{
    public Func<ConnectionRef, Connection> OnGet { get; set; } = _ => throw new NotSupportedException();

    public Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken = default) => Task.FromResult(OnGet(connection));

    public Task<ConnectSession> BeginConnectAsync(ConnectRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Connection> CompleteConnectAsync(ConnectSession session, UserReply reply, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<Connection> ListAsync(UserRef user, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task RemoveAsync(RemovalPlan plan, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ProviderCapabilities CapabilitiesOf(ConnectionRef connection) => new();
}
