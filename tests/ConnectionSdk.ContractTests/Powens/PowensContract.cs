using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.ContractTests.Powens;

/// <summary>The Powens adapter as a host registers it, against a server that answers only what a test has planned.</summary>
public abstract class PowensContract : IAsyncLifetime
{
    protected const string Token = "tok_PERMANENT_example_Zk3v9Qw2";
    protected const string Bearer = "Bearer " + Token;
    protected const string Read = "/2.0/users/me/connections/1201?expand=connector,sources,all_accounts";

    private readonly Dictionary<bool, ServiceProvider> _applications = [];

    private protected StubServer Stub { get; private set; } = null!;

    private protected static ConnectionRef Connection { get; } = ConnectionRef.Parse("powens:42/1201");

    private protected static UserRef User { get; } = UserRef.Parse("powens:42");

    private protected Action<PowensOptions> Configure { get; set; } = static _ => { };

    private protected IConnectionClient Client => Application().GetRequiredService<IConnectionClient>();

    private protected IReconnectFlow Flow => Application().GetRequiredService<IReconnectFlow>();

    private protected PowensProvider Provider => Application().GetServices<ConnectionProvider>().OfType<PowensProvider>().Single();

    public async Task InitializeAsync() => Stub = await StubServer.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var application in _applications.Values)
        {
            await application.DisposeAsync();
        }

        await Stub.DisposeAsync();
    }

    /// <summary>The application; with a token of the host's own unless it is to obtain one.</summary>
    private protected ServiceProvider Application(bool mints = false)
    {
        if (_applications.TryGetValue(mints, out var application))
        {
            return application;
        }

        var services = new ServiceCollection();
        if (!mints)
        {
            services.AddSingleton<IPowensUserTokens>(new HostTokens());
        }

        services.AddConnectionSdkCore().AddPowens(options =>
        {
            options.Domain = "example";
            options.ClientId = "12345678";
            options.ClientSecret = new SensitiveString("secret_example_9fd1");
            options.RedirectUri = new Uri("https://app.example/powens/callback");
            options.ApiBaseAddress = new Uri(Stub.BaseAddress, "2.0/");
            options.Language = "fr";
            options.EncryptFields = false;
            options.Http.AllowInsecureLoopback = true;
            options.Http.Retries = false;

            // On the system's clock: a thousand calls on a busy machine may take their time.
            options.Http.TimeoutFactor = 100;
            Configure(options);
        });
        return _applications[mints] = services.BuildServiceProvider();
    }

    private protected PlannedRoute PlanRead(string fixture) => Get(Read).ReturnsFixture($"powens/{fixture}");

    private protected PlannedRoute PlanAccounts() => Get("/2.0/users/me/connections/1201/accounts?all").Optional().ReturnsFixture("powens/accounts.list.all.json");

    /// <summary>A GET as every GET must be: authenticated, JSON wanted, no body.</summary>
    private protected PlannedRoute Get(string pathAndQuery) => Stub.Get(pathAndQuery)
        .WithHeader("Authorization", Bearer).WithHeader("Accept", "application/json").WithoutHeader("Content-Type").WithoutBody();

    /// <summary>A POST as every POST must be: authenticated, JSON sent and wanted.</summary>
    private protected PlannedRoute Post(string pathAndQuery) => WithJsonHeaders(Stub.Post(pathAndQuery));

    private protected PlannedRoute Put(string pathAndQuery) => WithJsonHeaders(Stub.Put(pathAndQuery));

    private protected static PlannedRoute WithJsonHeaders(PlannedRoute route) => route
        .WithHeader("Authorization", Bearer).WithHeader("Accept", "application/json").WithHeader("Content-Type", "application/json");

    private sealed class HostTokens : IPowensUserTokens
    {
        public ValueTask<SensitiveString?> FindAsync(UserRef user, CancellationToken cancellationToken) =>
            new(user.UserId == "42" ? new SensitiveString(Token) : null);
    }
}
