using ConnectionSdk.Powens;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.FlowTests.Powens;

/// <summary>An application that knows only the public API, a simulated Powens and bank, and one clock for all of them.</summary>
public abstract class PowensFlow : IAsyncLifetime
{
    /// <summary>Longer than every pause between attempts and shorter than every deadline of a call.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly List<ServiceProvider> _applications = [];

    private protected static Uri Callback { get; } = new("https://app.example/powens/callback");

    private protected SimulatedClock Clock { get; } = new();

    private protected PowensSimulator Powens { get; }

    private protected PowensUser User { get; }

    private protected InMemoryReconnectSessionStore Store { get; }

    /// <summary>Set before the first use of the application.</summary>
    private protected Action<PowensOptions> Configure { get; set; } = static _ => { };

    private protected IConnectionClient Client => Application.GetRequiredService<IConnectionClient>();

    private protected IReconnectFlow Flow => Application.GetRequiredService<IReconnectFlow>();

    private protected UserRef UserRef => new(new ProviderId(PowensProvider.Name), $"{User.Id}");

    protected PowensFlow()
    {
        Powens = new PowensSimulator(Clock);
        User = Powens.AddUser();
        Store = new InMemoryReconnectSessionStore(Clock);
    }

    public Task InitializeAsync() => Powens.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var application in _applications)
        {
            await application.DisposeAsync();
        }

        await Powens.DisposeAsync();
    }

    private protected PowensConnection Add(Action<PowensConnectionSetup> setup) => Powens.AddConnection(User, setup);

    private protected ConnectionRef RefOf(PowensConnection connection) => UserRef.Connection($"{connection.Id}");

    /// <summary>Another process of the same application: nothing in common with the first but the session store.</summary>
    private protected ServiceProvider StartApplication(Action<IServiceCollection>? also = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IReconnectSessionStore>(Store);
        also?.Invoke(services);
        services.AddConnectionSdkCore().AddPowens(options =>
        {
            options.PointAt(Powens);
            options.RedirectUri = Callback;
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

    private protected Task<Connection> GetAsync(PowensConnection connection) => RunAsync(Client.GetAsync(RefOf(connection)));

    private protected Task<ReconnectSession> StartAsync(PowensConnection connection, ReconnectOptions? options = null) =>
        RunAsync(Flow.StartAsync(RefOf(connection), options));

    private protected Task<ReconnectSession> ReplyAsync(ReconnectSession session, UserReply reply) => RunAsync(Flow.ReplyAsync(session.Id, reply));

    private protected Task<ReconnectSession> TypeAsync(ReconnectSession session, string value, string field = "otp") =>
        ReplyAsync(session, new UserReply.FieldValues(field, new SensitiveString(value)));

    private protected async Task<ReconnectSession> VisitAsync(ReconnectSession session, PowensVisit visit = PowensVisit.Completes)
    {
        var link = Assert.IsType<RequiredAction.FollowRedirect>(session.Action).Url;
        return await ReplyAsync(session, new UserReply.RedirectReturned(await Powens.User.FollowAsync(link!, visit)));
    }

    /// <summary>Waits until the session says to look again, and looks.</summary>
    private protected async Task<ReconnectSession> LookAsync(ReconnectSession session)
    {
        if (session.PollAt is { } at && at > Clock.GetUtcNow())
        {
            Clock.SetUtcNow(at);
        }

        return await RunAsync(Flow.PollAsync(session.Id));
    }

    /// <summary>Looks at the session's pace until it is over or wants the user.</summary>
    private protected async Task<ReconnectSession> LookUntilItStopsAsync(ReconnectSession session)
    {
        for (var looks = 0; looks < 200 && session is { IsFinished: false, PollAt: not null }; looks++)
        {
            session = await LookAsync(session);
        }

        return session;
    }

    private protected static string FieldOf(ReconnectSession session) =>
        Assert.Single(Assert.IsType<RequiredAction.ProvideFields>(session.Action).Fields).Name;

    /// <summary>What was sent that changes something: never more than a test says.</summary>
    private protected string Sent(PowensConnection connection) =>
        $"forces {connection.Forces}, resumes {connection.Resumes}, fields {connection.FieldSubmissions}, syncs {connection.SyncRequests}, renewals {connection.Renewals}";

    private protected int CodesAtBank(PowensConnection connection) => Powens.Bank.Count(BankSubmissionKind.Code, connection.Login.Name);
}
