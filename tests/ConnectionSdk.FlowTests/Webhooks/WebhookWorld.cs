using System.Net;
using ConnectionSdk.Aerosync;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.Simulator.Flinks;
using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit.Simulators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.FlowTests.Webhooks;

/// <summary>
/// Four simulated providers that deliver webhooks over HTTP to an application that knows only the public API, on one clock. The application's
/// endpoint does nothing but hand what came to the inbox.
/// </summary>
public abstract class WebhookWorld : IAsyncLifetime
{
    private protected const string Secret = "a-secret-of-more-than-16-bytes";

    /// <summary>Longer than the pauses of a repair, and shorter than every deadline of a call or a delivery.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    private readonly WebApplication _server;
    private ServiceProvider? _application;
    private Uri? _address;

    protected WebhookWorld()
    {
        Aerosync = new AerosyncSimulator(Clock);
        Araucaria = new AraucariaSimulator(Clock);
        Flinks = new FlinksSimulator(Clock) { DataTakes = TimeSpan.Zero };
        Powens = new PowensSimulator(Clock);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(ReceiveAsync);
    }

    private protected SimulatedClock Clock { get; } = new();

    private protected AerosyncSimulator Aerosync { get; }

    private protected AraucariaSimulator Araucaria { get; }

    private protected FlinksSimulator Flinks { get; }

    private protected PowensSimulator Powens { get; }

    /// <summary>What the application's handler was told, in order.</summary>
    private protected Told Told { get; } = new();

    /// <summary>The secrets the application accepts, of every provider.</summary>
    private protected IReadOnlyList<string> Secrets { get; set; } = [Secret];

    private protected IConnectionClient Client => _application!.GetRequiredService<IConnectionClient>();

    private protected IReconnectFlow Flow => _application!.GetRequiredService<IReconnectFlow>();

    public async Task InitializeAsync()
    {
        foreach (var simulator in new SimulatedProvider[] { Aerosync, Araucaria, Flinks, Powens })
        {
            await simulator.StartAsync();
        }

        await StartApplicationAsync();
        await _server.StartAsync();
        var addresses = _server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        _address = new Uri(addresses.Addresses.Single() + "/");
    }

    public async Task DisposeAsync()
    {
        foreach (var simulator in new SimulatedProvider[] { Aerosync, Araucaria, Flinks, Powens })
        {
            await simulator.DisposeAsync();
        }

        await _server.DisposeAsync();
        await _application!.DisposeAsync();
    }

    private protected Uri AddressOf(string provider) => new(_address!, "webhooks/" + provider);

    private protected SimulatedProvider SimulatorOf(string provider) => provider switch
    {
        "aerosync" => Aerosync,
        "araucaria" => Araucaria,
        "flinks" => Flinks,
        _ => Powens,
    };

    private protected SimulatedWebhooks Subscribe(string provider, params string[] events)
    {
        var webhooks = SimulatorOf(provider).Webhooks;
        webhooks.Subscribe(AddressOf(provider), Secret, events);
        return webhooks;
    }

    /// <summary>A healthy connection, and what breaks it; its provider tells the application so by one delivery.</summary>
    private protected (ConnectionRef Connection, SimulatedWebhooks Webhooks, Action Break) Breakable(string provider)
    {
        Flinks.Divergences.TellsFailures = true;
        var (userId, connectionId, eventName, breaks) = Add(provider);
        return (new ConnectionRef(new ProviderId(provider), connectionId, userId), Subscribe(provider, eventName), breaks);
    }

    private (string? UserId, string ConnectionId, string EventName, Action Break) Add(string provider)
    {
        switch (provider)
        {
            case "aerosync":
                var linked = Aerosync.AddConnection(Aerosync.AddUser());
                return (linked.UserUuid, linked.Id, "bank.revocation", linked.RevokeByUser);
            case "araucaria":
                var synced = Araucaria.AddConnection();
                return (null, synced.Id, "connection.failed_auth", synced.FailAuthentication);
            case "flinks":
                var card = Flinks.AddConnection();
                return (null, card.LoginId, "GetAccountsDetail", () => card.Break(now => now.WrongPassword()));
            default:
                var connection = Powens.AddConnection(Powens.AddUser());
                return ($"{connection.User.Id}", $"{connection.Id}", "CONNECTION_SYNCED", () => connection.Break(now => now.WrongPassword()));
        }
    }

    private protected async Task<T> RunAsync<T>(Task<T> work)
    {
        await Clock.AdvanceUntilAsync(work, Pause);
        return await work;
    }

    /// <summary>Moves the clock, and waits for the deliveries that this set off.</summary>
    private protected async Task AdvanceAsync(TimeSpan by, SimulatedWebhooks webhooks)
    {
        Clock.Advance(by);
        await webhooks.WaitUntilIdleAsync();
    }

    /// <summary>Starts the application, anew where it was running: it keeps its address and nothing else.</summary>
    private protected async Task StartApplicationAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IConnectionEventHandler>(Told);
        var sdk = services.AddConnectionSdkCore();
        sdk.AddAerosync(options =>
        {
            options.PointAt(Aerosync);
            Prepare(options.Http, options.WebhookSecrets);
        });
        sdk.AddAraucaria(options =>
        {
            options.PointAt(Araucaria);
            Prepare(options.Http, options.WebhookSecrets);
        });
        sdk.AddFlinks(options =>
        {
            options.PointAt(Flinks);
            Prepare(options.Http, options.WebhookSecrets);
        });
        sdk.AddPowens(options =>
        {
            options.PointAt(Powens);
            Prepare(options.Http, options.WebhookSecrets);
        });
        _application = services.BuildServiceProvider();
    }

    private void Prepare(ProviderHttpOptions http, IList<SensitiveString> secrets)
    {
        http.TimeoutFactor = 100;
        foreach (var secret in Secrets)
        {
            secrets.Add(new SensitiveString(secret));
        }
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.SelectMany(header => header.Value.Select(value => new KeyValuePair<string, string>(header.Key, value ?? "")));
        var delivery = new WebhookRequest(context.Request.Method, context.Request.Path.Value ?? "/", headers, body.ToArray());
        var provider = new ProviderId(context.Request.Path.Value!.Split('/')[^1]);
        var inbox = _application!.GetRequiredService<IWebhookInbox>();
        var result = await inbox.ReceiveAsync(provider, delivery, context.RequestAborted);
        Told.Add(result);
        context.Response.StatusCode = result.StatusCode;
    }
}
