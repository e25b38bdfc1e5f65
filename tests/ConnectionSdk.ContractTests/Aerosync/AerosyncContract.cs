using ConnectionSdk.Aerosync;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.ContractTests.Aerosync;

/// <summary>The Aerosync adapter as a host registers it, against a server that answers only what a test has planned.</summary>
public abstract class AerosyncContract : IAsyncLifetime
{
    protected const string Id = "4b7e19c2a05d4f6e8c3391d7be20fa64";
    protected const string UserUuid = "7d0c5a1e-93f4-4b28-a6de-1f5e0c8b2a97";
    protected const string Token = "eyJhbGciOiJIUzI1NiJ9.ZmFrZQ.c2ln";
    protected const string WidgetToken = "eyJhbGciOiJIUzI1NiJ9.d2lkZ2V0.c2ln";
    protected const string JobId = "REF-0b6f2d7a41e84c93a7d5108ec3f9b264";
    protected const string Account = $"/v2/accounts/{Id}";

    private ServiceProvider? _application;

    private protected StubServer Stub { get; private set; } = null!;

    private protected static UserRef User { get; } = new(new ProviderId("aerosync"), UserUuid);

    private protected static ConnectionRef Connection { get; } = User.Connection(Id);

    private protected Action<AerosyncOptions> Configure { get; set; } = static _ => { };

    private protected IConnectionClient Client => Application.GetRequiredService<IConnectionClient>();

    private protected IReconnectFlow Flow => Application.GetRequiredService<IReconnectFlow>();

    public async Task InitializeAsync() => Stub = await StubServer.StartAsync();

    public async Task DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        await Stub.DisposeAsync();
    }

    private ServiceProvider Application
    {
        get
        {
            if (_application is null)
            {
                var services = new ServiceCollection();
                services.AddConnectionSdkCore().AddAerosync(options =>
                {
                    options.ApiKey = "demo-key";
                    options.ApiSecret = "demo-secret";
                    options.ApiBaseAddress = Stub.BaseAddress;
                    options.WidgetAddress = new Uri("https://sandbox-sync.aero.inc/");
                    options.Http.AllowInsecureLoopback = true;
                    options.Http.Retries = false;

                    // On the system's clock: a thousand calls on a busy machine may take their time.
                    options.Http.TimeoutFactor = 100;
                    options.JobPollInterval = TimeSpan.FromMilliseconds(1);
                    options.LongestJobPollInterval = TimeSpan.FromMilliseconds(1);
                    Configure(options);
                });
                _application = services.BuildServiceProvider();
            }

            return _application;
        }
    }

    /// <summary>The token call as it must be: key in header and body, nothing else authenticated.</summary>
    private protected PlannedRoute PlanToken() => Stub.Post("/v2/token")
        .WithoutHeader("Authorization").WithHeader("x-api-key", "demo-key").WithHeader("Content-Type", "application/json")
        .WithJsonFixture("aerosync/token.request.json").ReturnsFixture("aerosync/token.response.json");

    private protected PlannedRoute PlanWidgetToken(string path = "/v2/token_widget") => Stub.Post(path)
        .WithoutHeader("Authorization").WithHeader("x-api-key", "demo-key").WithHeader("Content-Type", "application/json")
        .ReturnsFixture("aerosync/token_widget.response.json");

    private protected PlannedRoute PlanAccount(string fixture) => Get(Account).ReturnsFixture($"aerosync/{fixture}");

    /// <summary>A GET as every GET must be: authenticated twice over, JSON wanted, no body.</summary>
    private protected PlannedRoute Get(string pathAndQuery) => Stub.Get(pathAndQuery)
        .WithHeader("Authorization", "Bearer " + Token).WithHeader("x-api-key", "demo-key").WithHeader("Accept", "application/json")
        .WithoutHeader("Content-Type").WithoutBody();

    private protected PlannedRoute PlanRefresh() => Stub.Post($"{Account}/refresh")
        .WithHeader("Authorization", "Bearer " + Token).WithHeader("x-api-key", "demo-key").WithHeader("Content-Length", "0").WithoutBody();
}
