using System.Globalization;
using System.Text;
using ConnectionSdk.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Tests.Webhooks;

/// <summary>A revocation that is delivered again because something failed the first time: it takes access away, and does not take back what a repair gave.</summary>
public sealed class RepeatedRevocationTests : IDisposable
{
    private static readonly ConnectionRef Connection = new(new ProviderId("fake"), "17", "42");

    private readonly MovableClock _clock = new();
    private readonly Provider _provider = new();
    private readonly Handler _handler = new();
    private readonly Latches _latches = new();
    private readonly ServiceProvider _services;

    public RepeatedRevocationTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IRevocationStore>(_latches);
        services.AddSingleton<ConnectionProvider>(_provider);
        services.AddSingleton<IConnectionEventHandler>(_handler);
        services.AddConnectionSdkCore();
        _services = services.BuildServiceProvider();
    }

    [Fact]
    public async Task After_a_repair_it_is_read_first_and_does_not_set_the_latch_again()
    {
        _handler.Fails = true;
        Assert.Equal(WebhookVerdict.Retry, await ReceiveAsync());
        Assert.True(await IsLatchedAsync());
        await _latches.ClearAsync(Connection, default);

        _handler.Fails = false;
        _provider.State = ConnectionState.Active;
        Assert.Equal(WebhookVerdict.Accepted, await ReceiveAsync());

        Assert.False(await IsLatchedAsync());
        Assert.Equal(ConnectionState.Active, Assert.IsType<ConnectionEvent.StatusChanged>(Assert.Single(_handler.Told)).Confirmed!.Status.State);
        Assert.Equal(1, _provider.Reads);
    }

    [Fact]
    public async Task Before_a_repair_the_latch_holds_and_nothing_is_read()
    {
        _handler.Fails = true;
        await ReceiveAsync();
        _handler.Fails = false;
        Assert.Equal(WebhookVerdict.Accepted, await ReceiveAsync());

        Assert.True(await IsLatchedAsync());
        Assert.IsType<ConnectionEvent.Revoked>(Assert.Single(_handler.Told));
        Assert.Equal(0, _provider.Reads);
    }

    [Theory]
    [InlineData(ConnectionState.Revoked)]
    [InlineData(null)]
    public async Task When_the_first_delivery_could_not_set_the_latch_the_second_one_does(ConnectionState? read)
    {
        _latches.Fails = true;
        Assert.Equal(WebhookVerdict.Retry, await ReceiveAsync());
        _latches.Fails = false;
        _provider.State = read;
        Assert.Equal(WebhookVerdict.Accepted, await ReceiveAsync());

        Assert.True(await IsLatchedAsync());
        Assert.IsType<ConnectionEvent.Revoked>(Assert.Single(_handler.Told));
        Assert.Equal(1, _provider.Reads);
    }

    public void Dispose() => _services.Dispose();

    private async Task<WebhookVerdict> ReceiveAsync() => (await _services.GetRequiredService<IWebhookInbox>()
        .ReceiveAsync(Connection.Provider, new WebhookRequest("POST", "/", [], Encoding.UTF8.GetBytes("{}")))).Verdict;

    private async Task<bool> IsLatchedAsync() => await _latches.FindAsync(Connection, default) is not null;

    private sealed class Provider : ConnectionProvider
    {
        public override ProviderId Id => Connection.Provider;

        public override ProviderCapabilities Capabilities { get; } = new() { ReportsRevocation = true };

        public override StatusMap Statuses { get; } = new([]);

        public override IReconnectStrategy Reconnect => throw new InvalidOperationException("No repair runs here.");

        public override ProviderWebhooks? Webhooks { get; } = new Revokes();

        /// <summary>What a read says; null makes it fail.</summary>
        public ConnectionState? State { get; set; }

        public int Reads { get; private set; }

        public override Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken)
        {
            Reads++;
            return State is { } state
                ? Task.FromResult(new Connection { Ref = connection, Status = StatusOf(state), ObservedAt = Delivery.At })
                : throw new ProviderException(ProviderErrorKind.Unavailable, "fake", "GetAccount") { IsTransient = true };
        }

        public override Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No data call may leave.");
    }

    private sealed class Revokes : ProviderWebhooks
    {
        public override TimeSpan RememberFor => TimeSpan.FromDays(2);

        public override ValueTask<WebhookProof> VerifyAsync(WebhookRequest request, CancellationToken cancellationToken) => new(WebhookProof.Signed());

        public override WebhookMessage? Read(WebhookRequest request, WebhookProof proof) => new()
        {
            Events =
            [
                new ConnectionEvent.Revoked { Provider = Connection.Provider, Connection = Connection, OccurredAt = Delivery.At, Status = StatusOf(ConnectionState.Revoked) },
            ],
        };
    }

    private sealed class Handler : IConnectionEventHandler
    {
        public bool Fails { get; set; }

        public List<ConnectionEvent> Told { get; } = [];

        public ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
        {
            if (Fails)
            {
                throw new InvalidOperationException("The database is away.");
            }

            Told.Add(connectionEvent);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Latches : IRevocationStore
    {
        private readonly InMemoryRevocationStore _inner = new();

        public bool Fails { get; set; }

        public ValueTask<Connection?> FindAsync(ConnectionRef connection, CancellationToken cancellationToken) => _inner.FindAsync(connection, cancellationToken);

        public ValueTask SetAsync(Connection connection, CancellationToken cancellationToken) =>
            Fails ? throw new IOException("The database is away.") : _inner.SetAsync(connection, cancellationToken);

        public ValueTask ClearAsync(ConnectionRef connection, CancellationToken cancellationToken) => _inner.ClearAsync(connection, cancellationToken);
    }

    private static ConnectionStatus StatusOf(ConnectionState state) => new()
    {
        State = state,
        Action = new RequiredAction.None(),
        Provider = new ProviderStatus(state.ToString().ToUpper(CultureInfo.InvariantCulture), true),
    };
}
