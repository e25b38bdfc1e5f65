using ConnectionSdk.Araucaria;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.TestKit.Simulators;

namespace ConnectionSdk.FlowTests.Araucaria;

/// <summary>A simulated Araucaria, a client and a flow over the adapter, and the user in front of the widget, all on one clock.</summary>
public abstract class AraucariaWorld : IAsyncLifetime
{
    private static readonly TimeSpan Pauses = TimeSpan.FromSeconds(20);

    private AraucariaProvider? _provider;

    protected AraucariaWorld() => Araucaria = new AraucariaSimulator(Clock);

    private protected SimulatedClock Clock { get; } = new();

    private protected AraucariaSimulator Araucaria { get; }

    private protected AraucariaProvider Provider => _provider!;

    private protected IConnectionClient Client { get; private set; } = null!;

    private protected IReconnectFlow Flow { get; private set; } = null!;

    private protected InMemoryReconnectSessionStore Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Araucaria.StartAsync();
        Store = new InMemoryReconnectSessionStore(Clock);
        Open();
    }

    public async Task DisposeAsync()
    {
        _provider?.Dispose();
        await Araucaria.DisposeAsync();
    }

    private protected static ConnectionRef RefOf(AraucariaConnection connection) => new(new ProviderId(AraucariaProvider.Name), connection.Id);

    /// <summary>Client and flow as another process would make them, over the same store.</summary>
    private protected void Open(Action<AraucariaOptions>? configure = null)
    {
        var options = new AraucariaOptions();
        options.PointAt(Araucaria);

        // So that the pauses between two looks are shorter than any time limit of a call in flight.
        options.Http.TimeoutFactor = 10;
        configure?.Invoke(options);
        _provider?.Dispose();
        _provider = AraucariaProvider.Create(options, timeProvider: Clock);
        var providers = new ConnectionProviders([_provider]);
        Client = new ConnectionClient(providers, timeProvider: Clock);
        Flow = new ReconnectFlow(providers, Store, timeProvider: Clock);
    }

    /// <summary>The user does this in the widget that the action opens; what the widget reports is returned.</summary>
    private protected async Task<UserReply> UseWidgetAsync(RequiredAction action, AraucariaVisit visit = AraucariaVisit.Completes)
    {
        var launch = Assert.IsType<RequiredAction.OpenWidget>(action).Launch;
        Assert.NotNull(launch);
        var use = Araucaria.User.UseWidgetAsync(launch.Parameters, visit);
        await Clock.AdvanceUntilAsync(use, Pauses);
        return new UserReply.WidgetReturned(await use);
    }

    private protected async Task<T> RunAsync<T>(Task<T> work)
    {
        await Clock.AdvanceUntilAsync(work, Pauses);
        return await work;
    }

    /// <summary>Watches a session until it ends or asks the user.</summary>
    private protected Task<ReconnectSession> WatchAsync(ReconnectSession session)
    {
        return RunAsync(LastAsync());

        async Task<ReconnectSession> LastAsync()
        {
            await foreach (var seen in Flow.WatchAsync(session.Id))
            {
                session = seen;
            }

            return session;
        }
    }
}
