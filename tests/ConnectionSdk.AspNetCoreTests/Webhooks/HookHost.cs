using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ConnectionSdk.Aerosync;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Hosting;
using ConnectionSdk.Powens;
using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.AspNetCoreTests.Webhooks;

/// <summary>A delivery that can be tampered with.</summary>
internal sealed record HookDelivery(string Path, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body);

/// <summary>A host with the addresses of four providers and a tenant. The providers themselves are out of reach.</summary>
internal sealed class HookHost : IAsyncDisposable
{
    public const string AraucariaSecret = "whsec_test_araucaria_1";

    private const string AerosyncSecret = "demo-shared-secret";
    private const string PowensSecret = "whsec_example_0123456789";
    private const string AcmeSecret = "whsec_acme_9876543210abc";
    private const string FlinksSecret = "example-hmac-secret";

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 2, 0, TimeSpan.Zero);

    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly SimulatedClock _clock;

    private HookHost(TestHost host, SimulatedClock clock, Recorder told) => (Host, _clock, Told) = (host, clock, told);

    public TestHost Host { get; }

    public Recorder Told { get; }

    public static async Task<HookHost> StartAsync(DateTimeOffset? now = null, string? pathBase = null, Action<PowensOptions>? powens = null)
    {
        var clock = new SimulatedClock(now ?? Now);
        var told = new Recorder();
        var host = await TestHost.StartAsync(
            clock,
            services =>
            {
                Register(services.AddConnectionSdkCore(), powens);
                services.AddSingleton<IConnectionEventHandler>(told);
            },
            app =>
            {
                if (pathBase is not null)
                {
                    app.UsePathBase(pathBase);
                    app.UseRouting();
                }

                app.MapConnectionWebhooks("/webhooks");
            });
        return new HookHost(host, clock, told);
    }

    public HookDelivery Delivery(string provider) => provider switch
    {
        "aerosync" => Aerosync(),
        "powens" => Powens("/webhooks/powens"),
        "powens/acme" => Powens("/webhooks/powens/acme", secret: AcmeSecret),
        "araucaria" => Araucaria(),
        _ => Flinks(Fixtures.ReadBytes("flinks/webhook.get-accounts-detail.json")),
    };

    public HookDelivery Powens(string path, string? signedPath = null, string secret = PowensSecret)
    {
        var body = Fixtures.ReadBytes("powens/webhook.ACCOUNT_ENABLED.json");
        var date = _clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        var mac = Mac(secret, $"POST.{signedPath ?? path}.{date}.", body);
        return new HookDelivery(path, [new("BI-Signature", Convert.ToBase64String(mac)), new("BI-Signature-Date", date)], body);
    }

    public HookDelivery Flinks(byte[] body) =>
        new("/webhooks/flinks", [new("flinks-authenticity-key", Convert.ToBase64String(Mac(FlinksSecret, "", body)))], body);

    public async Task<Answer> SendAsync(HookDelivery delivery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Host.BaseAddress, delivery.Path)) { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        foreach (var header in delivery.Headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        using var response = await _client.SendAsync(request);
        return new Answer(response, await response.Content.ReadAsStringAsync(CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Host.DisposeAsync();
    }

    public static void Register(ConnectionSdkBuilder sdk, Action<PowensOptions>? powens = null)
    {
        sdk.AddAerosync(options =>
        {
            (options.ApiKey, options.ApiSecret, options.ApiBaseAddress) = ("key_example", "secret_example", Nowhere);
            options.WebhookSecrets.Add(AerosyncSecret!);
            (options.Http.AllowInsecureLoopback, options.Http.Retries) = (true, false);
        });
        sdk.AddPowens(options => Configure(options, PowensSecret, powens));
        sdk.AddPowens("acme", options => Configure(options, AcmeSecret, null));
        sdk.AddAraucaria(options =>
        {
            (options.ApiKey, options.BaseAddress) = ("arau_example", Nowhere);
            options.WebhookSecrets.Add(AraucariaSecret!);
            (options.Http.AllowInsecureLoopback, options.Http.Retries) = (true, false);
        });
        sdk.AddFlinks(options =>
        {
            (options.Instance, options.CustomerId, options.SecretKey, options.XApiKey) = ("toolbox", "43387ca6-0391-4c82-857d-70d95f087ecb", "secret_example", "key_example");
            options.ApiBaseAddress = Nowhere;
            options.WebhookSecrets.Add(FlinksSecret!);
            (options.Http.AllowInsecureLoopback, options.Http.Retries) = (true, false);
        });
    }

    private static void Configure(PowensOptions options, string secret, Action<PowensOptions>? more)
    {
        (options.Domain, options.ClientId, options.ClientSecret, options.ApiBaseAddress) = ("example", "12345678", "secret_example_9fd1", Nowhere);
        options.RedirectUri = new Uri("https://app.example/powens/callback");
        options.WebhookSecrets.Add(secret!);
        (options.Http.AllowInsecureLoopback, options.Http.Retries) = (true, false);
        more?.Invoke(options);
    }

    private HookDelivery Aerosync()
    {
        var body = Encoding.UTF8.GetBytes(Fixtures.Read("aerosync/webhook.bank.revocation.json")
            .Replace("1779000000", _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return new HookDelivery("/webhooks/aerosync", [new("X-Webhook-Signature", "sha256=" + Hex(Mac(AerosyncSecret, "", body)))], body);
    }

    private HookDelivery Araucaria()
    {
        var body = Fixtures.ReadBytes("araucaria/webhook.connection-disconnected.json");
        var t = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new HookDelivery("/webhooks/araucaria", [new("Araucaria-Signature", $"t={t},v1={Hex(Mac(AraucariaSecret, t + ".", body))}")], body);
    }

    private static byte[] Mac(string secret, string prefix, byte[] body) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(prefix), .. body]);

    private static string Hex(byte[] mac) => Convert.ToHexString(mac).ToLowerInvariant();
}

internal sealed class Recorder : IConnectionEventHandler
{
    public List<ConnectionEvent> Events { get; } = [];

    public ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
    {
        Events.Add(connectionEvent);
        return ValueTask.CompletedTask;
    }
}
