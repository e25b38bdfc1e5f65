using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.Tests.Connections;

/// <summary>A first connection is completed by whoever was sent out for it, with the value that went out, in time.</summary>
public sealed class ConnectTests
{
    private static readonly UserRef User = new(new ProviderId("page"), "42");

    private readonly SimulatedClock _clock = new();
    private readonly PageProvider _provider;
    private readonly ConnectionClient _client;

    public ConnectTests()
    {
        _provider = new PageProvider(_clock);
        _client = new ConnectionClient(new ConnectionProviders([_provider]), timeProvider: _clock);
    }

    [Fact]
    public async Task Who_comes_back_within_half_an_hour_is_connected()
    {
        var session = await BeginAsync();
        _clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));

        Assert.Equal(ConnectionState.Active, (await _client.CompleteConnectAsync(session, Return(_provider.State))).Status.State);
    }

    [Fact]
    public async Task Who_comes_back_later_is_told_so_and_the_provider_is_not_asked()
    {
        var session = await BeginAsync();
        _clock.Advance(TimeSpan.FromMinutes(30));

        var late = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => _client.CompleteConnectAsync(session, Return(_provider.State)));

        Assert.Equal(StatusReason.SessionExpired, late.Reason);
        Assert.Equal(0, _provider.Completed);
    }

    [Theory]
    [InlineData("?code=1")]
    [InlineData("?state=")]
    [InlineData("?state=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("?other={state}")]
    [InlineData("?state={state}0")]
    public async Task A_state_that_was_not_handed_out_completes_nothing(string query)
    {
        var session = await BeginAsync();
        var address = new Uri("https://app.example/back" + query.Replace("{state}", _provider.State, StringComparison.Ordinal));

        var forged = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => _client.CompleteConnectAsync(session, new UserReply.RedirectReturned(address)));

        Assert.Equal(StatusReason.IntegratorError, forged.Reason);
        Assert.Equal(0, _provider.Completed);
    }

    [Fact]
    public async Task The_state_of_another_attempt_completes_nothing()
    {
        await BeginAsync();
        var foreign = _provider.State;
        var session = await BeginAsync();

        await Assert.ThrowsAsync<ConnectNotCompletedException>(() => _client.CompleteConnectAsync(session, Return(foreign)));
        Assert.Equal(0, _provider.Completed);
    }

    /// <summary>As a host does between the two requests of the user's browser.</summary>
    private async Task<ConnectSession> BeginAsync() =>
        ConnectSession.FromJson((await _client.BeginConnectAsync(new ConnectRequest { User = User })).ToJson());

    private static UserReply.RedirectReturned Return(string state) => new(new Uri($"https://app.example/back?state={state}"));

    private sealed class PageProvider(TimeProvider time) : ConnectionProvider
    {
        public override ProviderId Id => User.Provider;

        public override ProviderCapabilities Capabilities { get; } = new();

        public override StatusMap Statuses { get; } = new([]);

        public override IReconnectStrategy Reconnect => throw new NotSupportedException();

        public string State { get; private set; } = "";

        public int Completed { get; private set; }

        public override Task<ConnectSession> BeginConnectAsync(ConnectRequest request, CallbackState state, CancellationToken cancellationToken)
        {
            State = state.Value;
            return Task.FromResult(new ConnectSession { User = request.User, Action = new RequiredAction.FollowRedirect { Actor = Actor.EndUser } });
        }

        public override Task<ConnectionRef> CompleteConnectAsync(ConnectSession session, UserReply reply, CancellationToken cancellationToken)
        {
            Completed++;
            return Task.FromResult(session.User.Connection("1"));
        }

        public override Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) => Task.FromResult(new Connection
        {
            Ref = connection,
            Status = new ConnectionStatus { State = ConnectionState.Active, Action = new RequiredAction.None(), Provider = new ProviderStatus(null, true) },
            ObservedAt = time.GetUtcNow(),
        });

        public override Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Account>>([]);
    }
}
