using ConnectionSdk.Flinks;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Flinks;

/// <summary>A Flinks provider over planned answers, at a fixed time.</summary>
internal sealed class FlinksBed : IDisposable
{
    public const string LoginId = "7d1f0c52-3b84-4e0a-9c61-08dc5a1b2c3d";

    public const string Base = "/v3/6a1d4c0e-52f7-4b0b-9d3a-8e7c6b5a4f31/BankingServices/";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static readonly ConnectionRef Connection = ConnectionRef.Parse("flinks:user-1042/" + LoginId);

    public FlinksBed(Action<FlinksOptions>? configure = null, TimeProvider? clock = null)
    {
        var options = Settings();
        options.Http.Retries = false;
        configure?.Invoke(options);
        Provider = FlinksProvider.Create(options, timeProvider: clock ?? new StoppedClock(), primaryHandler: Stub);
        Stub.Routes.On(HttpMethod.Post, Base + "GenerateAuthorizeToken").Optional().ReturnsFixture("flinks/generate-authorize-token.response.200.json");
    }

    public StubHttpHandler Stub { get; } = new();

    public FlinksProvider Provider { get; }

    public static FlinksOptions Settings() => new()
    {
        Instance = "toolbox",
        CustomerId = "6a1d4c0e-52f7-4b0b-9d3a-8e7c6b5a4f31",
        SecretKey = "secret_example_9fd1",
        XApiKey = "x_api_key_example_77",
    };

    /// <summary>Reads the connection from this answer to Authorize.</summary>
    public Task<Connection> ReadAsync(string json, int status = 200)
    {
        Stub.Routes.On(HttpMethod.Post, Base + "Authorize").ReturnsJson(json, status);
        return Provider.GetAsync(Connection, CancellationToken.None);
    }

    public void Dispose()
    {
        Provider.Dispose();
        Stub.Dispose();
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
