using ConnectionSdk.Flinks;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.ContractTests.Flinks;

/// <summary>The Flinks adapter as a host registers it, against a server that answers only what a test has planned.</summary>
public abstract class FlinksContract : IAsyncLifetime
{
    protected const string Base = "/v3/6a1d4c0e-52f7-4b0b-9d3a-8e7c6b5a4f31/BankingServices/";
    protected const string Secret = "secret-key-example-5d20";
    protected const string ApiKey = "x-api-key-example-7c11";
    protected const string Token = "9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d";
    protected const string LoginId = "7d1f0c52-3b84-4e0a-9c61-08dc5a1b2c3d";
    protected const string RequestId = "b2f4a6c8-1d3e-4f50-8a7b-9c0d1e2f3a4b";

    private ServiceProvider? _application;

    private protected StubServer Stub { get; private set; } = null!;

    private protected static ConnectionRef Connection { get; } = ConnectionRef.Parse("flinks:user-1042/" + LoginId);

    private protected Action<FlinksOptions> Configure { get; set; } = static _ => { };

    /// <summary>Set before the first use of the application; null takes the time as it is.</summary>
    private protected SimulatedClock? Clock { get; set; }

    private protected IConnectionClient Client => Application.GetRequiredService<IConnectionClient>();

    private protected IReconnectFlow Flow => Application.GetRequiredService<IReconnectFlow>();

    private protected FlinksProvider Provider => Application.GetServices<ConnectionProvider>().OfType<FlinksProvider>().Single();

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

    /// <summary>So many tokens, and not one more.</summary>
    private protected void PlanTokens(int count) => Stub.Post(Base + "GenerateAuthorizeToken").Times(count)
        .WithHeader("flinks-auth-key", Secret).WithHeader("Accept", "application/json").WithoutHeader("x-api-key").WithoutBody()
        .ReturnsFixture("flinks/generate-authorize-token.response.200.json");

    /// <summary>An Authorize as every Authorize must be: with a token, and never with a key.</summary>
    private protected PlannedRoute Authorize() => Stub.Post(Base + "Authorize")
        .WithHeader("flinks-auth-key", Token).WithHeader("Accept", "application/json").WithHeader("Content-Type", "application/json").WithoutHeader("x-api-key");

    private protected PlannedRoute Cached() => Authorize().WithJsonFixture("flinks/authorize.request.cached.json");

    private protected PlannedRoute Live() => Authorize().Where("a live call in the pinned language", request =>
        JsonDiff.Compare(
            $$"""{"LoginId":"{{LoginId}}","MostRecentCached":false,"Save":true,"Language":"en"}""",
            System.Text.RegularExpressions.Regex.Replace(request.Text, ",\"Tag\":\"[^\"]+\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))).Count == 0);

    private protected PlannedRoute Data(HttpMethod method, string path) => Stub.Routes.On(method, Base + path)
        .WithHeader("x-api-key", ApiKey).WithHeader("Accept", "application/json").WithoutHeader("flinks-auth-key");

    /// <summary>Looks when the session wants it.</summary>
    private protected Task<ReconnectSession> LookAsync(ReconnectSession session)
    {
        Clock!.SetUtcNow(session.PollAt!.Value);
        return Flow.PollAsync(session.Id);
    }

    private protected PlannedRoute Detail() => Data(HttpMethod.Post, "GetAccountsDetail").WithHeader("Content-Type", "application/json").WithJson(
        $$"""{"RequestId":"{{RequestId}}","WithAccountIdentity":true,"WithKYC":false,"WithTransactions":false}""");

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        if (Clock is not null)
        {
            services.AddSingleton<TimeProvider>(Clock);
        }

        services.AddConnectionSdkCore().AddFlinks(options =>
        {
            options.Instance = "toolbox";
            options.CustomerId = "6a1d4c0e-52f7-4b0b-9d3a-8e7c6b5a4f31";
            options.SecretKey = new SensitiveString(Secret);
            options.XApiKey = new SensitiveString(ApiKey);
            options.ApiBaseAddress = Stub.BaseAddress;
            options.Http.AllowInsecureLoopback = true;
            options.Http.Retries = false;

            // On the system's clock a thousand calls on a busy machine may take their time; on a test's, a call in flight outlives its steps.
            options.Http.TimeoutFactor = 100;
            Configure(options);
        });
        return services.BuildServiceProvider();
    }
}
