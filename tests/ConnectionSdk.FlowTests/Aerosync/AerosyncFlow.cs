using ConnectionSdk.Aerosync;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.TestKit.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.FlowTests.Aerosync;

/// <summary>An application that knows only the public API, a simulated Aerosync and bank, and one clock for all of them.</summary>
public abstract class AerosyncFlow : IAsyncLifetime
{
    /// <summary>Longer than every pause between attempts and looks, and shorter than every deadline of a call.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly List<ServiceProvider> _applications = [];

    private protected SimulatedClock Clock { get; } = new();

    private protected AerosyncSimulator Aerosync { get; }

    private protected UserRef User { get; }

    private protected InMemoryReconnectSessionStore Store { get; }

    /// <summary>Set before the first use of the application.</summary>
    private protected Action<AerosyncOptions> Configure { get; set; } = static _ => { };

    private protected IConnectionClient Client => Application.GetRequiredService<IConnectionClient>();

    private protected IReconnectFlow Flow => Application.GetRequiredService<IReconnectFlow>();

    protected AerosyncFlow()
    {
        Aerosync = new AerosyncSimulator(Clock);
        User = new UserRef(new ProviderId(AerosyncProvider.Name), Aerosync.AddUser());
        Store = new InMemoryReconnectSessionStore(Clock);
    }

    public Task InitializeAsync() => Aerosync.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var application in _applications)
        {
            await application.DisposeAsync();
        }

        await Aerosync.DisposeAsync();
    }

    private protected AerosyncConnection Add() => Aerosync.AddConnection(User.UserId);

    private protected AerosyncConnection AddExpired()
    {
        var connection = Add();
        connection.ExpireConsent();
        return connection;
    }

    private protected ConnectionRef RefOf(AerosyncConnection connection) => User.Connection(connection.Id);

    /// <summary>Another process of the same application: nothing in common with the first but the session store.</summary>
    private protected ServiceProvider StartApplication()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IReconnectSessionStore>(Store);
        services.AddConnectionSdkCore().AddAerosync(options =>
        {
            options.PointAt(Aerosync);
            options.Http.TimeoutFactor = 10;
            Configure(options);
        });
        var application = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        _applications.Add(application);
        return application;
    }

    private ServiceProvider Application => _applications.Count > 0 ? _applications[0] : StartApplication();

    private protected async Task<T> RunAsync<T>(Task<T> work)
    {
        await Clock.AdvanceUntilAsync(work, Pause);
        return await work;
    }

    private protected Task<Connection> GetAsync(AerosyncConnection connection) => RunAsync(Client.GetAsync(RefOf(connection)));

    private protected Task<ReconnectSession> StartAsync(AerosyncConnection connection, ReconnectOptions? options = null) =>
        RunAsync(Flow.StartAsync(RefOf(connection), options));

    private protected Task<ReconnectSession> ReplyAsync(ReconnectSession session, UserReply reply) => RunAsync(Flow.ReplyAsync(session.Id, reply));

    private protected Task<ReconnectSession> ReplyAsync(ReconnectSession session, string message) => ReplyAsync(session, new UserReply.WidgetReturned(message));

    /// <summary>Opens the widget as a front end would, does what a person would, and passes its last message on.</summary>
    private protected async Task<ReconnectSession> VisitAsync(ReconnectSession session, AerosyncVisit visit = AerosyncVisit.Completes)
    {
        var messages = await Aerosync.User.UseWidgetAsync(LinkOf(session.Action), visit);
        return await ReplyAsync(session, messages[^1]);
    }

    private protected static WidgetLaunch LaunchOf(RequiredAction action)
    {
        var launch = Assert.IsType<RequiredAction.OpenWidget>(action).Launch;
        Assert.NotNull(launch);
        return launch;
    }

    private protected static Uri LinkOf(RequiredAction action)
    {
        var launch = LaunchOf(action);
        return new Uri(launch.Source + "?" + string.Join('&', launch.Parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}")));
    }

    /// <summary>Looks at the session's pace until it is over or wants the user.</summary>
    private protected async Task<ReconnectSession> LookUntilItStopsAsync(ReconnectSession session)
    {
        for (var looks = 0; looks < 200 && session is { IsFinished: false, PollAt: { } at }; looks++)
        {
            if (at > Clock.GetUtcNow())
            {
                Clock.SetUtcNow(at);
            }

            session = await RunAsync(Flow.PollAsync(session.Id));
        }

        return session;
    }
}
