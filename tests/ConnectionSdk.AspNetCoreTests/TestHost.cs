using System.Net;
using ConnectionSdk.AspNetCore;
using ConnectionSdk.Hosting;
using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.AspNetCoreTests;

/// <summary>A host on a loopback port. Who is signed in stands in a header; what a user owns, in a list.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string ReturnUrl = "/accounts";

    private readonly WebApplication _app;

    private TestHost(WebApplication app, RecordingLoggerProvider logs, Owners owners) => (_app, Logs, Owners) = (app, logs, owners);

    public RecordingLoggerProvider Logs { get; }

    public Owners Owners { get; }

    public Uri BaseAddress => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    /// <summary>A host with reconnect endpoints over the providers that are added.</summary>
    public static Task<TestHost> StartAsync(
        SimulatedClock clock, Action<ConnectionSdkBuilder> providers, Action<ReconnectEndpointOptions>? options = null) => StartAsync(
        clock,
        services =>
        {
            providers(services.AddConnectionSdkCore());
            services.AddConnectionSdkAspNetCore<HeaderAccess>(reconnect =>
            {
                reconnect.ReturnUrls.Add(ReturnUrl);
                options?.Invoke(reconnect);
            });
        },
        static app => app.MapReconnect("/reconnect"));

    public static async Task<TestHost> StartAsync(SimulatedClock clock, Action<IServiceCollection> services, Action<WebApplication> map)
    {
        var logs = new RecordingLoggerProvider();
        var owners = new Owners();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(owners);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services(builder.Services);
        var app = builder.Build();
        try
        {
            map(app);
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new TestHost(app, logs, owners);
    }

    /// <summary>A browser in which this user is signed in; null leaves nobody signed in.</summary>
    public Browser Open(string? user = "anna") => new(BaseAddress, user);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}

internal sealed class Owners
{
    private readonly HashSet<(string User, ConnectionRef Connection)> _owned = [];

    public ConnectionRef Give(string user, ConnectionRef connection)
    {
        _owned.Add((user, connection));
        return connection;
    }

    public bool Owns(string user, ConnectionRef connection) => _owned.Contains((user, connection));
}

internal sealed class HeaderAccess(Owners owners) : IReconnectAccess
{
    public const string Header = "X-Test-User";

    public ValueTask<string?> GetUserAsync(HttpContext context, CancellationToken cancellationToken) =>
        new(context.Request.Headers[Header].ToString() is { Length: > 0 } user ? user : null);

    public ValueTask<bool> OwnsAsync(string user, ConnectionRef connection, CancellationToken cancellationToken) => new(owners.Owns(user, connection));
}
