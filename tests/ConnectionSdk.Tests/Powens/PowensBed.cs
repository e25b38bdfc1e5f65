using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Powens;

/// <summary>A Powens provider over planned answers, at a fixed time, for a user whose token the host keeps.</summary>
internal sealed class PowensBed : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static readonly ConnectionRef Connection = ConnectionRef.Parse("powens:42/1201");

    public const string Address = "/2.0/users/me/connections/1201?expand=connector,sources,all_accounts";

    public PowensBed(Action<PowensOptions>? configure = null, IPowensUserTokens? tokens = null)
    {
        Options = Settings();
        configure?.Invoke(Options);
        Provider = PowensProvider.Create(Options, userTokens: tokens ?? new Tokens(), timeProvider: new StoppedClock(), primaryHandler: Stub);
    }

    public StubHttpHandler Stub { get; } = new();

    public PowensOptions Options { get; }

    public PowensProvider Provider { get; }

    public static PowensOptions Settings() => new()
    {
        Domain = "example",
        ClientId = "12345678",
        ClientSecret = "secret_example_9fd1",
        RedirectUri = new Uri("https://app.example/powens/callback"),
        Language = "fr",
    };

    /// <summary>A repair of connection 1201 that has just begun.</summary>
    public static ReconnectContext Context() => new()
    {
        Connection = Connection,
        SessionId = ReconnectSessionId.Create(),
        Options = new ReconnectOptions(),
        Action = new RequiredAction.None(),
        State = CallbackState.Create(),
        Now = Now,
    };

    /// <summary>Reads of connection 1201.</summary>
    public PlannedRoute Get() => Stub.Routes.On(HttpMethod.Get, Address);

    /// <summary>Steps of connection 1201 that are waited for.</summary>
    public PlannedRoute Post() => Stub.Routes.On(HttpMethod.Post, Address);

    /// <summary>Reads connection 1201 from this body.</summary>
    public Task<Connection> ReadAsync(string json)
    {
        Get().ReturnsJson(json);
        return Provider.GetAsync(Connection, CancellationToken.None);
    }

    public void Dispose()
    {
        Provider.Dispose();
        Stub.Dispose();
    }

    private sealed class Tokens : IPowensUserTokens
    {
        public ValueTask<SensitiveString?> FindAsync(UserRef user, CancellationToken cancellationToken) => new(SensitiveString.FromString("tok_host"));
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
