using System.Net;
using System.Net.Sockets;
using ConnectionSdk.ReconnectWeb.Access;
using ConnectionSdk.ReconnectWeb.Pages;
using ConnectionSdk.ReconnectWeb.Product;
using ConnectionSdk.ReconnectWeb.Simulation;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ConnectionSdk.ReconnectWeb;

/// <summary>The web application, running, with the simulated providers it talks to.</summary>
public sealed class ReconnectWebApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ReconnectWebApp(WebApplication app, SimulatedWorld world, Uri address)
    {
        _app = app;
        World = world;
        Address = address;
    }

    /// <summary>Where the application is.</summary>
    public Uri Address { get; }

    /// <summary>The simulated providers, the bank, and the connections seen from their side.</summary>
    public SimulatedWorld World { get; }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts everything.</summary>
    /// <param name="settings">How.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static async Task<ReconnectWebApp> StartAsync(ReconnectWebSettings settings, CancellationToken cancellationToken = default)
    {
        var world = new SimulatedWorld(settings.Clock ?? new DemoClock());
        Socket? port = null;
        try
        {
            await world.StartAsync(cancellationToken);

            // Providers are told where users come back to before the application listens: its port is taken beforehand, and kept.
            port = SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(IPAddress.Loopback, settings.Port));
            var address = new Uri($"http://{port.LocalEndPoint}/");
            var app = Build(settings, world, address, port);
            try
            {
                await world.StockAsync(app.Services.GetRequiredService<ConnectionBook>(), app.Services.GetRequiredService<ConnectionReader>(), cancellationToken);
                await app.StartAsync(cancellationToken);
                world.SendWebhooksTo(new Uri(address, Links.Webhooks + "/"));
                return new ReconnectWebApp(app, world, address);
            }
            catch
            {
                await app.DisposeAsync();
                throw;
            }
        }
        catch
        {
            port?.Dispose();
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the process is asked to stop (Ctrl+C).</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await World.DisposeAsync();
    }

    private static WebApplication Build(ReconnectWebSettings settings, SimulatedWorld world, Uri address, Socket port)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseSockets(options => options.CreateBoundListenSocket = _ => port).ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, address.Port);
        });
        builder.Logging.ClearProviders();
        (settings.Logging ?? (static logging => logging
            .AddSimpleConsole()
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)))(builder.Logging);

        // A real product has these in its configuration and in a secret store.
        builder.Configuration.AddInMemoryCollection(world.Settings(new Uri(address, Links.Reconnect + "/callback")));

        builder.Services.AddSingleton(world.Clock);
        builder.Services.AddSingleton(world);
        builder.Services.AddSingleton<ConnectionBook>();
        builder.Services.AddSingleton<ConnectionReader>();

        builder.Services.AddSingleton<IReconnectSessionStore>(services => new RepairRecorder(
            new InMemoryReconnectSessionStore(services.GetRequiredService<TimeProvider>()), services.GetRequiredService<ConnectionBook>()));
        builder.Services.AddSingleton<IConnectionEventHandler, EventReader>();
        builder.Services.AddConnectionSdk(builder.Configuration.GetSection("ConnectionSdk"));
        builder.Services.AddConnectionSdkAspNetCore<ReconnectAccess>(options =>
        {
            options.ReturnUrls.Add(Links.Home);
            options.ReturnUrls.Add(Links.RepairPage);
        });

        builder.Services.Configure<KeyManagementOptions>(options => options.XmlRepository = new KeysInMemory());
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie.Name = "pocketbook";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.LoginPath = Links.SignInPage;
            options.ReturnUrlParameter = "returnTo";

            // The simulator can let weeks pass; nobody is to be signed out by that.
            options.TimeProvider = TimeProvider.System;
        });
        settings.Services?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseGuard(world);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapReconnect(Links.Reconnect);
        app.MapConnectionWebhooks(Links.Webhooks);
        app.MapAssets();
        app.MapSignIn();
        app.MapPages();
        app.MapSimulator();
        return app;
    }
}
