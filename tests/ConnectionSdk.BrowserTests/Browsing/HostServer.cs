using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.BrowserTests.Browsing;

/// <summary>Serves the plain pages that stand for an integrator's own, on an origin that is not the provider's.</summary>
internal sealed class HostServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> _pages = new(StringComparer.Ordinal);
    private WebApplication? _server;

    public Uri BaseAddress { get; private set; } = null!;

    public static async Task<HostServer> StartAsync()
    {
        var host = new HostServer();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        host._server = builder.Build();
        host._server.Run(host.ServeAsync);
        await host._server.StartAsync();
        var addresses = host._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        host.BaseAddress = new Uri(addresses.Addresses.Single() + "/");
        return host;
    }

    /// <summary>Puts a page up and says where.</summary>
    public string Show(string path, string body)
    {
        _pages["/" + path] =
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>An app</title><link rel="icon" href="data:,"></head>
            <body><main><h1>An app</h1>{body}</main></body>
            </html>
            """;
        return new Uri(BaseAddress, path).AbsoluteUri;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.StopAsync(new CancellationToken(canceled: true));
            await _server.DisposeAsync();
        }
    }

    private Task ServeAsync(HttpContext context)
    {
        if (!_pages.TryGetValue(context.Request.Path, out var page))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page);
    }
}
