using ConnectionSdk.Araucaria;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.ContractTests.Araucaria;

/// <summary>The Araucaria adapter as a host registers it, against a server that answers only what a test has planned.</summary>
public abstract class AraucariaContract : IAsyncLifetime
{
    protected const string Id = "conn_01JZ8QK4M7T2V9X3B6N0D5F1GH";
    protected const string Address = $"/v1/connections/{Id}";
    protected const string Bearer = "Bearer arau_test_9fd1";

    private ServiceProvider? _application;

    private protected StubServer Stub { get; private set; } = null!;

    private protected static ConnectionRef Connection { get; } = ConnectionRef.Parse($"araucaria/{Id}");

    private protected Action<AraucariaOptions> Configure { get; set; } = static _ => { };

    private protected IConnectionClient Client => Application.GetRequiredService<IConnectionClient>();

    private protected IReconnectFlow Flow => Application.GetRequiredService<IReconnectFlow>();

    private protected AraucariaProvider Provider => Application.GetServices<ConnectionProvider>().OfType<AraucariaProvider>().Single();

    private ServiceProvider Application => _application ??= Build();

    public async Task InitializeAsync() => Stub = await StubServer.StartAsync();

    public async Task DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        await Stub.DisposeAsync();
    }

    private protected PlannedRoute PlanRead(string fixture) => Get(Address).ReturnsFixture($"araucaria/{fixture}");

    private protected PlannedRoute PlanAccounts() => Get($"{Address}/accounts").Optional().ReturnsFixture("araucaria/account.list.array-variant.json");

    private protected PlannedRoute PlanWidgetToken() => PostNothing($"{Address}/widget-token").ReturnsFixture("araucaria/connection.widget-token.response.json");

    /// <summary>A GET as every GET must be: authenticated, JSON wanted, no body.</summary>
    private protected PlannedRoute Get(string pathAndQuery) => Stub.Get(pathAndQuery)
        .WithHeader("Authorization", Bearer).WithHeader("Accept", "application/json").WithoutHeader("Content-Type").WithoutBody();

    /// <summary>A call without a body: its length is stated, or the runtime would repeat it by itself.</summary>
    private protected PlannedRoute PostNothing(string pathAndQuery) => WithNothing(Stub.Post(pathAndQuery));

    private protected PlannedRoute DeleteNothing(string pathAndQuery) => WithNothing(Stub.Delete(pathAndQuery));

    /// <summary>A POST with JSON.</summary>
    private protected PlannedRoute Post(string pathAndQuery) => Stub.Post(pathAndQuery)
        .WithHeader("Authorization", Bearer).WithHeader("Accept", "application/json").WithHeader("Content-Type", "application/json");

    private static PlannedRoute WithNothing(PlannedRoute route) => route
        .WithHeader("Authorization", Bearer).WithHeader("Content-Length", "0").WithoutBody();

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddConnectionSdkCore().AddAraucaria(options =>
        {
            options.ApiKey = "arau_test_9fd1";
            options.BaseAddress = Stub.BaseAddress;
            options.Http.AllowInsecureLoopback = true;
            options.Http.Retries = false;

            // On the system's clock: a thousand calls on a busy machine may take their time.
            options.Http.TimeoutFactor = 100;
            options.PollInterval = TimeSpan.FromMilliseconds(1);
            Configure(options);
        });
        return services.BuildServiceProvider();
    }
}
