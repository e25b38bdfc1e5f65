using ConnectionSdk.Aerosync;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Aerosync;

/// <summary>An Aerosync provider over planned answers, at a fixed time, with a token that is there already.</summary>
internal sealed class AerosyncBed : IDisposable
{
    public const string Address = "/v2/accounts/c1";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static readonly ConnectionRef Connection = ConnectionRef.Parse("aerosync:u1/c1");

    public AerosyncBed(Action<AerosyncOptions>? configure = null, string token = """{"TTL":"1800","token":"tok"}""", int tokenStatus = 200)
    {
        Options = Settings();
        configure?.Invoke(Options);
        Stub.Routes.On(HttpMethod.Post, "/v2/token").Optional().ReturnsJson(token, tokenStatus);
        Provider = AerosyncProvider.Create(Options, timeProvider: new StoppedClock(), primaryHandler: Stub);
    }

    public StubHttpHandler Stub { get; } = new();

    public AerosyncOptions Options { get; }

    public AerosyncProvider Provider { get; }

    public static AerosyncOptions Settings() => new() { ApiKey = "demo-key", ApiSecret = "demo-secret", Http = { Retries = false } };

    /// <summary>Reads connection c1 from this body.</summary>
    public Task<Connection> ReadAsync(string json, int status = 200)
    {
        Stub.Routes.On(HttpMethod.Get, Address).ReturnsJson(json, status);
        return Provider.GetAsync(Connection, CancellationToken.None);
    }

    public Task<Connection> ReadStatusAsync(string status) => ReadAsync($$"""{"account":{"connectionStatus":"{{status}}"} }""");

    public Task<ConnectSession> BeginConnectAsync() =>
        Provider.BeginConnectAsync(new ConnectRequest { User = UserRef.Parse("aerosync:u1") }, CallbackState.Create(), CancellationToken.None);

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
