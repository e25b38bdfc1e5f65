using System.Net;
using System.Text;
using ConnectionSdk.Aerosync;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Tests.Webhooks;

/// <summary>An inbox over the four providers, at a time of its own; the network answers what the test says and counts what it was asked.</summary>
internal sealed class HookBed : IDisposable
{
    public const string AerosyncSecret = "demo-shared-secret";
    public const string PowensSecret = "whsec_example_0123456789";
    public const string AraucariaSecret = "whsec_test_araucaria_1";
    public const string FlinksSecret = "example-hmac-secret";

    private readonly ServiceProvider _services;

    public HookBed(
        Action<AerosyncOptions>? aerosync = null,
        Action<PowensOptions>? powens = null,
        Action<AraucariaOptions>? araucaria = null,
        Action<FlinksOptions>? flinks = null,
        IPowensUserTokens? tokens = null,
        params IConnectionEventHandler[] handlers)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddConnectionSdkCore();
        services.AddSingleton<ConnectionProvider>(AerosyncProvider.Create(With(AerosyncSettings(), aerosync), timeProvider: Clock, primaryHandler: Network));
        services.AddSingleton<ConnectionProvider>(
            PowensProvider.Create(With(PowensSettings(), powens), userTokens: tokens ?? new Tokens(), timeProvider: Clock, primaryHandler: Network));
        services.AddSingleton<ConnectionProvider>(AraucariaProvider.Create(With(AraucariaSettings(), araucaria), timeProvider: Clock, primaryHandler: Network));
        services.AddSingleton<ConnectionProvider>(FlinksProvider.Create(With(FlinksSettings(), flinks), timeProvider: Clock, primaryHandler: Network));
        services.AddSingleton<IConnectionEventHandler>(Told);
        foreach (var handler in handlers)
        {
            services.AddSingleton(handler);
        }

        _services = services.BuildServiceProvider();
    }

    public MovableClock Clock { get; } = new();

    public Network Network { get; } = new();

    public Recorder Told { get; } = new();

    public IWebhookInbox Inbox => _services.GetRequiredService<IWebhookInbox>();

    public IConnectionClient Client => _services.GetRequiredService<IConnectionClient>();

    public IWebhookStore Store => _services.GetRequiredService<IWebhookStore>();

    public IRevocationStore Revocations => _services.GetRequiredService<IRevocationStore>();

    public static AerosyncOptions AerosyncSettings() => new() { ApiKey = "key_example", ApiSecret = "secret_example", WebhookSecrets = { AerosyncSecret! } };

    public static PowensOptions PowensSettings() => new()
    {
        Domain = "example",
        ClientId = "12345678",
        ClientSecret = "secret_example_9fd1",
        RedirectUri = new Uri("https://app.example/powens/callback"),
        WebhookSecrets = { PowensSecret! },
    };

    public static AraucariaOptions AraucariaSettings() => new() { ApiKey = "arau_example", WebhookSecrets = { AraucariaSecret! } };

    public static FlinksOptions FlinksSettings() => new()
    {
        Instance = "toolbox",
        CustomerId = "43387ca6-0391-4c82-857d-70d95f087ecb",
        SecretKey = "secret_example",
        XApiKey = "key_example",
        WebhookSecrets = { FlinksSecret! },
    };

    public ProviderWebhooks WebhooksOf(string provider) =>
        _services.GetRequiredService<ConnectionProviders>().Get(new ProviderId(provider)).Webhooks!;

    public Task<WebhookResult> ReceiveAsync(Delivery delivery) => Inbox.ReceiveAsync(new ProviderId(delivery.Provider), delivery.ToRequest());

    public void Dispose()
    {
        _services.Dispose();
        Network.Dispose();
    }

    private static T With<T>(T options, Action<T>? configure)
    {
        configure?.Invoke(options);
        return options;
    }

    private sealed class Tokens : IPowensUserTokens
    {
        public ValueTask<SensitiveString?> FindAsync(UserRef user, CancellationToken cancellationToken) =>
            new(user.UserId == "42" ? SensitiveString.FromString("tok_of_user_42") : null);
    }
}

internal sealed class MovableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 12, 2, 5, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
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

internal sealed class Network : HttpMessageHandler
{
    public int Calls { get; private set; }

    public HttpStatusCode Status { get; set; } = HttpStatusCode.BadRequest;

    public string Answer { get; set; } = "{}";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls++;
        return Task.FromResult(new HttpResponseMessage(Status) { Content = new StringContent(Answer, Encoding.UTF8, "application/json"), RequestMessage = request });
    }
}
