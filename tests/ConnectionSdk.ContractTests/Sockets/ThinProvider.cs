using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.ContractTests.Sockets;

/// <summary>The smallest adapter there can be: one endpoint per effect, a key in a header, registered like a real one.</summary>
internal sealed class ThinProvider : IAsyncDisposable
{
    public const string Key = "key-canary-5f21";

    private static readonly CallCredential Credential = CallCredential.Header("x-api-key", new SensitiveString(Key));

    private readonly ServiceProvider _services;
    private readonly ProviderHttp _http;
    private readonly HandlerOwner _handlers;

    private ThinProvider(ServiceProvider services, ProviderHttp http, HandlerOwner handlers)
    {
        _services = services;
        _http = http;
        _handlers = handlers;
    }

    public static IEnumerable<CallEffect> Effects => Enum.GetValues<CallEffect>().Where(effect => effect != CallEffect.Unspecified);

    /// <summary>Registers the adapter the way a host does; <paramref name="host"/> is what that host does to all its HTTP clients.</summary>
    public static ThinProvider At(Uri address, Action<IServiceCollection>? host = null, TimeProvider? clock = null, Action<ProviderHttpOptions>? configure = null)
    {
        var options = new ProviderHttpOptions { AllowInsecureLoopback = true };
        configure?.Invoke(options);
        var services = new ServiceCollection();
        host?.Invoke(services);
        services.AddProviderHttpClient("thin");
        services.AddSingleton(clock ?? TimeProvider.System);
        var handlers = HandlerOwner.AddTo(services);
        var provider = services.BuildServiceProvider();
        return new ThinProvider(provider, provider.CreateProviderHttp("thin", null, address, new NoErrors(), options), handlers);
    }

    public async Task<string?> CallAsync(
        CallEffect effect, HttpMethod method, ProviderBody? body = null, int? maxBytes = null, CancellationToken cancellationToken = default)
    {
        var call = new ProviderCall(effect.ToString(), effect, method, "things") { MaxResponseBytes = maxBytes ?? ProviderCall.ConnectionBytes };
        var answer = await _http.SendAsync(
            call, ProviderPath.Literal("things"), ThinJson.Instance.ThinDto, body, Credential, headers: null, cancellationToken);
        return answer.Body.Name;
    }

    public Task<string?> ReadAsync(int? maxBytes = null) => CallAsync(CallEffect.Read, HttpMethod.Get, maxBytes: maxBytes);

    public Task<string?> SubmitAsync(string code) => CallAsync(CallEffect.Submit, HttpMethod.Post, Code(code));

    public static ProviderBody Code(string code) => ProviderBody.Json(code, static (writer, code) =>
    {
        writer.WriteStartObject();
        writer.WriteString("otp", code);
        writer.WriteEndObject();
    });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _handlers.Dispose();
        await _services.DisposeAsync();
    }

    /// <summary>Ends all connections, so that nothing more can arrive, and waits until the server has seen the end.</summary>
    public async Task CloseAsync(RawSocketServer server)
    {
        await DisposeAsync();
        await server.WaitForConnectionsToEndAsync();
    }

    private sealed class NoErrors : IProviderErrorReader
    {
        public ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body) => null;
    }
}

internal sealed class ThinDto
{
    public string? Name { get; set; }
}

[JsonSerializable(typeof(ThinDto))]
internal sealed partial class ThinJson : JsonSerializerContext
{
    public static ThinJson Instance { get; } = new(ProviderJson.CreateOptions(JsonNamingPolicy.CamelCase));
}
