using System.Globalization;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.Simulator.Flinks;
using ConnectionSdk.Simulator.Powens;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Smoke;

/// <summary>The four simulated providers over one bank, and an application that knows ConnectionSdk by its public interfaces and one configuration section.</summary>
internal sealed partial class World : IAsyncDisposable
{
    private const string WebhookSecret = "whsec_smoke_0123456789";

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly SimulatedClock _clock = new();
    private readonly SimulatedBank _bank;
    private readonly AerosyncSimulator _aerosync;
    private readonly PowensSimulator _powens;
    private readonly AraucariaSimulator _araucaria;
    private readonly FlinksSimulator _flinks;
    private readonly Listener _heard = new();
    private ServiceProvider? _services;

    private World()
    {
        _bank = new SimulatedBank(_clock);
        _aerosync = new AerosyncSimulator(_clock, _bank);
        _powens = new PowensSimulator(_clock, _bank) { RequiresEncryption = true };
        _araucaria = new AraucariaSimulator(_clock, _bank);
        _flinks = new FlinksSimulator(_clock, _bank) { DataTakes = TimeSpan.Zero };
    }

    private IConnectionClient Client => Get<IConnectionClient>();

    private IReconnectFlow Flow => Get<IReconnectFlow>();

    public static async Task<World> StartAsync()
    {
        var world = new World();
        await Task.WhenAll(world._aerosync.StartAsync(), world._powens.StartAsync(), world._araucaria.StartAsync(), world._flinks.StartAsync());
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(world._clock);
        services.AddSingleton<IConnectionEventHandler>(world._heard);
        services.AddConnectionSdk(new ConfigurationBuilder().AddInMemoryCollection(world.Settings()).Build().GetSection("ConnectionSdk"));
        world._services = services.BuildServiceProvider();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await _aerosync.DisposeAsync();
        await _powens.DisposeAsync();
        await _araucaria.DisposeAsync();
        await _flinks.DisposeAsync();
    }

    private T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    private Dictionary<string, string?> Settings() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["ConnectionSdk:Aerosync:ApiKey"] = _aerosync.ApiKey,
        ["ConnectionSdk:Aerosync:ApiSecret"] = _aerosync.ApiSecret,
        ["ConnectionSdk:Aerosync:ApiBaseAddress"] = _aerosync.BaseAddress.AbsoluteUri,
        ["ConnectionSdk:Aerosync:WidgetAddress"] = _aerosync.WidgetAddress.AbsoluteUri,
        ["ConnectionSdk:Aerosync:WebhookSecrets:0"] = WebhookSecret,
        ["ConnectionSdk:Aerosync:Http:AllowInsecureLoopback"] = bool.TrueString,
        ["ConnectionSdk:Powens:Domain"] = "example",
        ["ConnectionSdk:Powens:ClientId"] = _powens.ClientId,
        ["ConnectionSdk:Powens:ClientSecret"] = _powens.ClientSecret,
        ["ConnectionSdk:Powens:RedirectUri"] = "https://app.example/callback",
        ["ConnectionSdk:Powens:ApiBaseAddress"] = _powens.ApiAddress.AbsoluteUri,
        ["ConnectionSdk:Powens:WebviewBaseAddress"] = _powens.WebviewAddress.AbsoluteUri,
        ["ConnectionSdk:Powens:Http:AllowInsecureLoopback"] = bool.TrueString,
        ["ConnectionSdk:Araucaria:ApiKey"] = _araucaria.ApiKey,
        ["ConnectionSdk:Araucaria:BaseAddress"] = _araucaria.BaseAddress.AbsoluteUri,
        ["ConnectionSdk:Araucaria:WidgetScriptUrl"] = _araucaria.WidgetScript.AbsoluteUri,
        ["ConnectionSdk:Araucaria:Http:AllowInsecureLoopback"] = bool.TrueString,
        ["ConnectionSdk:Flinks:Instance"] = "toolbox",
        ["ConnectionSdk:Flinks:CustomerId"] = _flinks.CustomerId.ToString(),
        ["ConnectionSdk:Flinks:SecretKey"] = _flinks.SecretKey,
        ["ConnectionSdk:Flinks:XApiKey"] = _flinks.ApiKey,
        ["ConnectionSdk:Flinks:ApiBaseAddress"] = _flinks.ApiAddress.AbsoluteUri,
        ["ConnectionSdk:Flinks:ConnectBaseAddress"] = _flinks.ConnectAddress.AbsoluteUri,
        ["ConnectionSdk:Flinks:Http:AllowInsecureLoopback"] = bool.TrueString,
        ["ConnectionSdk:Reconnect:MaxRejectedReplies"] = 2.ToString(CultureInfo.InvariantCulture),
    };

    private sealed class Listener : IConnectionEventHandler
    {
        public List<ConnectionEvent> Events { get; } = [];

        public ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
        {
            Events.Add(connectionEvent);
            return ValueTask.CompletedTask;
        }
    }
}
