using ConnectionSdk.Powens;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Benchmarks;

/// <summary>The same call through the public API, with everything on: deadline, retries, breaker, caps, send-once guard, mapping.</summary>
internal sealed class Subject(Uri baseAddress, HttpMessageHandler? handler)
{
    public const string Token = "tok_PERMANENT_example";

    private readonly ConnectionClient _client = new(Providers(baseAddress, handler));

    public static ConnectionProviders Providers(Uri baseAddress, HttpMessageHandler? handler, TimeProvider? time = null)
    {
        var options = new PowensOptions();
        Configure(options, baseAddress);
        return new ConnectionProviders([PowensProvider.Create(options, userTokens: new Tokens(), timeProvider: time, primaryHandler: handler)]);
    }

    public static void Configure(PowensOptions options, Uri baseAddress)
    {
        (options.Domain, options.ClientId, options.ApiBaseAddress) = ("example-sandbox", "12345678", baseAddress);
        options.Http.AllowInsecureLoopback = true;
    }

    public Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) => _client.GetAsync(connection, cancellationToken);

    /// <summary>The user's token as a host keeps it: at hand.</summary>
    internal sealed class Tokens : IPowensUserTokens
    {
        private static readonly SensitiveString? SecretToken = Token;

        public ValueTask<SensitiveString?> FindAsync(UserRef user, CancellationToken cancellationToken) => new(SecretToken);
    }
}
