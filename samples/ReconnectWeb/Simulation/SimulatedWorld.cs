using System.Security.Cryptography;
using ConnectionSdk.ReconnectWeb.Product;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.Simulator.Flinks;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.ReconnectWeb.Simulation;

/// <summary>The four simulated providers with a bank behind them, and the connections of the demonstration, in every state there is.</summary>
public sealed class SimulatedWorld : IAsyncDisposable
{
    private readonly string _webhookSecret = RandomNumberGenerator.GetHexString(48, lowercase: true);
    private IReadOnlyList<DemoConnection> _connections = [];

    internal SimulatedWorld(TimeProvider clock)
    {
        Clock = clock;
        Bank = new SimulatedBank(clock);
        Aerosync = new AerosyncSimulator(clock, Bank);
        Araucaria = new AraucariaSimulator(clock, Bank);
        Flinks = new FlinksSimulator(clock, Bank) { DataTakes = TimeSpan.Zero };
        Powens = new PowensSimulator(clock, Bank) { RequiresEncryption = true };
    }

    /// <summary>Where everybody takes the time from.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The bank behind all providers, which counts what it is sent.</summary>
    public SimulatedBank Bank { get; }

    /// <summary>Simulated Aerosync.</summary>
    public AerosyncSimulator Aerosync { get; }

    /// <summary>Simulated Araucaria.</summary>
    public AraucariaSimulator Araucaria { get; }

    /// <summary>Simulated Flinks.</summary>
    public FlinksSimulator Flinks { get; }

    /// <summary>Simulated Powens.</summary>
    public PowensSimulator Powens { get; }

    /// <summary>The connections of all users.</summary>
    public IReadOnlyList<DemoConnection> Connections => _connections;

    /// <summary>The webhooks sent so far, by provider, the last one first.</summary>
    internal IEnumerable<(string Provider, SimulatedWebhooks Webhooks, WebhookDelivery Delivery)> Deliveries =>
        new (string Name, SimulatedProvider Provider)[] { ("Aerosync", Aerosync), ("Araucaria", Araucaria), ("Flinks", Flinks), ("Powens", Powens) }
            .SelectMany(each => each.Provider.Webhooks.Deliveries.Select(delivery => (each.Name, each.Provider.Webhooks, delivery)))
            .OrderByDescending(each => each.delivery.RaisedAt)
            .ThenByDescending(each => each.delivery.Number);

    private SimulatedProvider[] Providers => [Aerosync, Araucaria, Flinks, Powens];

    /// <summary>A connection by what its bank is called.</summary>
    /// <param name="name">The name, as on the page.</param>
    public DemoConnection this[string name] => _connections.First(connection => string.Equals(connection.Name, name, StringComparison.Ordinal));

    /// <summary>Lets time pass at once.</summary>
    /// <param name="time">How much.</param>
    public void Pass(TimeSpan time)
    {
        switch (Clock)
        {
            case SimulatedClock simulated:
                simulated.Advance(time);
                break;
            case DemoClock demo:
                demo.Skip(time);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var provider in Providers)
        {
            await provider.DisposeAsync();
        }
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in Providers)
        {
            await provider.StartAsync(cancellationToken);
        }

        _connections =
        [
            .. PowensDemo.All(Powens),
            .. AerosyncDemo.All(Aerosync),
            .. FlinksDemo.All(Flinks),
            .. AraucariaDemo.All(Araucaria),
        ];
    }

    /// <summary>What a real product has in its configuration, pointed at the simulators.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> Settings(Uri callback) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Aerosync:ApiKey"] = Aerosync.ApiKey,
        ["Aerosync:ApiSecret"] = Aerosync.ApiSecret,
        ["Aerosync:ApiBaseAddress"] = Aerosync.BaseAddress.AbsoluteUri,
        ["Aerosync:WidgetAddress"] = Aerosync.WidgetAddress.AbsoluteUri,
        ["Aerosync:WebhookSecrets:0"] = _webhookSecret,
        ["Aerosync:Http:AllowInsecureLoopback"] = "true",
        ["Araucaria:ApiKey"] = Araucaria.ApiKey,
        ["Araucaria:BaseAddress"] = Araucaria.BaseAddress.AbsoluteUri,
        ["Araucaria:WidgetScriptUrl"] = Araucaria.WidgetScript.AbsoluteUri,
        ["Araucaria:WebhookSecrets:0"] = _webhookSecret,
        ["Araucaria:Http:AllowInsecureLoopback"] = "true",
        ["Flinks:Instance"] = "toolbox",
        ["Flinks:CustomerId"] = Flinks.CustomerId,
        ["Flinks:SecretKey"] = Flinks.SecretKey,
        ["Flinks:XApiKey"] = Flinks.ApiKey,
        ["Flinks:ApiBaseAddress"] = Flinks.ApiAddress.AbsoluteUri,
        ["Flinks:ConnectBaseAddress"] = Flinks.ConnectAddress.AbsoluteUri,
        ["Flinks:WebhookSecrets:0"] = _webhookSecret,
        ["Flinks:Http:AllowInsecureLoopback"] = "true",
        ["Powens:Domain"] = "example",
        ["Powens:ClientId"] = Powens.ClientId,
        ["Powens:ClientSecret"] = Powens.ClientSecret,
        ["Powens:RedirectUri"] = callback.AbsoluteUri,
        ["Powens:ApiBaseAddress"] = Powens.ApiAddress.AbsoluteUri,
        ["Powens:WebviewBaseAddress"] = Powens.WebviewAddress.AbsoluteUri,
        ["Powens:WebhookSecrets:0"] = _webhookSecret,
        ["Powens:Http:AllowInsecureLoopback"] = "true",
    }.Select(setting => KeyValuePair.Create($"ConnectionSdk:{setting.Key}", setting.Value));

    /// <summary>What a real product registers at its providers, once.</summary>
    internal void SendWebhooksTo(Uri prefix)
    {
        Aerosync.Webhooks.Subscribe(new Uri(prefix, "aerosync"), _webhookSecret);
        Araucaria.Webhooks.Subscribe(new Uri(prefix, "araucaria"), _webhookSecret);
        Flinks.Webhooks.Subscribe(new Uri(prefix, "flinks"), _webhookSecret);
        Powens.Webhooks.Subscribe(new Uri(prefix, "powens"), _webhookSecret);
    }

    /// <summary>Fills the product's book: every connection is read while it still works, as a product has long done, and breaks only then.</summary>
    internal async Task StockAsync(ConnectionBook book, ConnectionReader reader, CancellationToken cancellationToken)
    {
        foreach (var connection in _connections)
        {
            book.Add(connection.Owner, connection.Name, connection.Ref);
            await reader.ReadAsync(connection.Ref, cancellationToken);
            connection.Breaks();
        }
    }
}
