using ConnectionSdk.AspNetCore;
using ConnectionSdk.Hosting;
using ConnectionSdk.Powens;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit.Simulators;
using Microsoft.Extensions.DependencyInjection;
using PowensUser = ConnectionSdk.Simulator.Powens.PowensUser;

namespace ConnectionSdk.AspNetCoreTests;

/// <summary>Powens in the simulator, a user of it, and a host in front.</summary>
internal sealed class PowensWorld : IAsyncDisposable
{
    public static readonly Uri CallbackUri = new("http://localhost/reconnect/callback");

    private PowensUser? _user;

    private TestHost? _host;

    private bool _isStopped;

    private PowensWorld() => Powens = new PowensSimulator(Clock);

    public SimulatedClock Clock { get; } = new();

    public PowensSimulator Powens { get; }

    public TestHost Host => _host!;

    public string UserToken => _user!.Token;

    public static async Task<PowensWorld> StartAsync(Action<ReconnectEndpointOptions>? options = null, Action<PowensOptions>? powens = null)
    {
        var world = new PowensWorld();
        await world.Powens.StartAsync();
        world._user = world.Powens.AddUser();
        world._host = await TestHost.StartAsync(world.Clock, sdk => sdk.AddPowens(settings => world.Configure(settings, powens)), reconnect =>
        {
            reconnect.CallbackUri = CallbackUri;
            options?.Invoke(reconnect);
        });
        return world;
    }

    /// <summary>A connection of Anna's.</summary>
    public ConnectionRef Add(Action<PowensConnectionSetup> broken, string user = "anna")
    {
        var connection = Powens.AddConnection(_user!, broken);
        return Host.Owners.Give(user, new ConnectionRef(new ProviderId(PowensProvider.Name), $"{connection.Id}", $"{_user!.Id}"));
    }

    public static long IdOf(ConnectionRef connection) => long.Parse(connection.ConnectionId, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What the user's browser is sent back with.</summary>
    public async Task<string> VisitAsync(Answer started, PowensVisit visit = PowensVisit.Completes) =>
        (await Powens.User.FollowAsync(new Uri((string)started.Json["action"]!["url"]!), visit)).Query;

    /// <summary>Looks until the repair is over or needs the user, at the pace the view names.</summary>
    public async Task<Answer> WatchAsync(Browser browser, string id)
    {
        for (var look = 0; look < 30; look++)
        {
            var view = await browser.PollAsync(id);
            if (view.Text("phase") is not "Observing" || view.Json["pollInSeconds"] is not { } wait)
            {
                return view;
            }

            Clock.Advance(TimeSpan.FromSeconds((int)wait));
        }

        throw new InvalidOperationException("The repair does not end.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await StopPowensAsync();
    }

    /// <summary>From here on nobody answers at its address.</summary>
    public async Task StopPowensAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await Powens.DisposeAsync();
        }
    }

    public void Configure(PowensOptions options, Action<PowensOptions>? more = null)
    {
        options.PointAt(Powens);
        options.RedirectUri = new Uri("https://registered.example/callback");
        more?.Invoke(options);
    }
}
