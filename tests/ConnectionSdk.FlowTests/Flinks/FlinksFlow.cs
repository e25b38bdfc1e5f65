using System.Text.Json;
using ConnectionSdk.Flinks;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;
using ConnectionSdk.TestKit.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.FlowTests.Flinks;

/// <summary>An application that knows only the public API, a simulated Flinks and bank, and one clock for all of them.</summary>
public abstract class FlinksFlow : IAsyncLifetime
{
    /// <summary>Longer than every pause and than Flinks keeps a call, and shorter than every deadline of a call.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private readonly List<ServiceProvider> _applications = [];

    protected FlinksFlow()
    {
        Flinks = new FlinksSimulator(Clock) { DataTakes = TimeSpan.Zero };
        Store = new InMemoryReconnectSessionStore(Clock);
    }

    private protected static Uri Callback { get; } = new("https://app.example/flinks/callback");

    private protected SimulatedClock Clock { get; } = new();

    private protected FlinksSimulator Flinks { get; }

    private protected InMemoryReconnectSessionStore Store { get; }

    /// <summary>Set before the first use of the application.</summary>
    private protected Action<FlinksOptions> Configure { get; set; } = static _ => { };

    private protected IConnectionClient Client => Application.GetRequiredService<IConnectionClient>();

    private protected IReconnectFlow Flow => Application.GetRequiredService<IReconnectFlow>();

    private protected FlinksProvider Provider => Application.GetServices<ConnectionProvider>().OfType<FlinksProvider>().Single();

    private protected static UserRef User { get; } = new(new ProviderId(FlinksProvider.Name), "user-1042");

    private ServiceProvider Application => _applications.Count > 0 ? _applications[0] : StartApplication();

    public Task InitializeAsync() => Flinks.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var application in _applications)
        {
            await application.DisposeAsync();
        }

        await Flinks.DisposeAsync();
    }

    /// <summary>Another process of the same application: nothing in common with the first but the session store.</summary>
    private protected ServiceProvider StartApplication()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IReconnectSessionStore>(Store);
        services.AddConnectionSdkCore().AddFlinks(options =>
        {
            options.PointAt(Flinks);
            options.Http.TimeoutFactor = 100;
            Configure(options);
        });
        var application = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        _applications.Add(application);
        return application;
    }

    private protected async Task<T> RunAsync<T>(Task<T> work)
    {
        await Clock.AdvanceUntilAsync(work, Pause);
        return await work;
    }

    private protected static ConnectionRef RefOf(FlinksConnection connection) => User.Connection(connection.LoginId);

    private protected static Account[] Known(FlinksConnection connection) => [.. connection.Accounts.Select(account => new Account
    {
        Id = account.Id,
        InstitutionId = "14",
        Name = account.Title,
        Type = account.Type!.ToLowerInvariant(),
        Currency = account.Currency,
        Number = account.TransitNumber is null ? null : new SensitiveString($"{account.InstitutionNumber}-{account.TransitNumber}-{account.AccountNumber}"),
        MaskedNumber = account.AccountNumber![^4..],
    })];

    /// <summary>Starts a repair; the application kept the accounts it had read before.</summary>
    private protected Task<ReconnectSession> StartAsync(FlinksConnection connection, ReconnectOptions? options = null) =>
        RunAsync(Flow.StartAsync(RefOf(connection), (options ?? new ReconnectOptions()) with { KnownAccounts = Known(connection) }));

    private protected static Uri LinkOf(ReconnectSession session) => Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.ToUri();

    /// <summary>Lets the user use the widget and passes on what it told at its end.</summary>
    private protected async Task<ReconnectSession> VisitAsync(ReconnectSession session, FlinksVisit visit = FlinksVisit.Completes) =>
        await TellAsync(session, LastOf(await Flinks.User.UseWidgetAsync(LinkOf(session), visit)));

    private protected Task<ReconnectSession> TellAsync(ReconnectSession session, string message) =>
        RunAsync(Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(message)));

    private protected static string LastOf(FlinksVisitOutcome outcome) => outcome.Messages.Last(message =>
        JsonDocument.Parse(message).RootElement is var told
        && !(told.TryGetProperty("step", out var step) && step.GetString() is { } name
            && (name.StartsWith("COMPONENT_LOAD", StringComparison.Ordinal) || name.StartsWith("SUBMIT", StringComparison.Ordinal))));

    private protected Task<ReconnectSession> AnswerAsync(ReconnectSession session, params (string Prompt, string Answer)[] answers) =>
        RunAsync(Flow.ReplyAsync(session.Id, Values(answers)));

    private protected static UserReply.FieldValues Values(params (string Prompt, string Answer)[] answers) => new(
        answers.ToDictionary(answer => answer.Prompt, answer => new SensitiveString(answer.Answer), StringComparer.Ordinal));

    /// <summary>Looks at the session's pace until it is over or wants the user.</summary>
    private protected async Task<ReconnectSession> WatchAsync(ReconnectSession session)
    {
        for (var look = 0; look < 400 && session is { IsFinished: false, PollAt: { } at }; look++)
        {
            if (at > Clock.GetUtcNow())
            {
                Clock.SetUtcNow(at);
            }

            session = await RunAsync(Flow.PollAsync(session.Id));
        }

        return session;
    }

    private protected int Calls(string endpoint) => Flinks.Calls.All.Count(call => call.Path.Split('/').Contains(endpoint, StringComparer.Ordinal));
}
