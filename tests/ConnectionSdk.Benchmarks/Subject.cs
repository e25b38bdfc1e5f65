using ConnectionSdk.Powens;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Benchmarks;

/// <summary>The same call through the public API, with everything on: deadline, retries, breaker, caps, send-once guard, mapping.</summary>
internal sealed class Subject : IPowensUserTokens
{
    public const string Token = "tok_PERMANENT_example";

    private static readonly SensitiveString? SecretToken = Token;

    private readonly ConnectionClient _client;

    public Subject(Uri baseAddress, HttpMessageHandler? handler)
    {
        var options = new PowensOptions { Domain = "example-sandbox", ClientId = "12345678", ApiBaseAddress = baseAddress };
        options.Http.AllowInsecureLoopback = true;
        _client = new ConnectionClient(new ConnectionProviders([PowensProvider.Create(options, userTokens: this, primaryHandler: handler)]));
    }

    public Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) => _client.GetAsync(connection, cancellationToken);

    public ValueTask<SensitiveString?> FindAsync(UserRef user, CancellationToken cancellationToken) => new(SecretToken);
}
