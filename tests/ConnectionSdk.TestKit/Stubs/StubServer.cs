using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.TestKit;

/// <summary>
/// A real HTTP server on loopback that answers planned routes. A request nobody planned is answered 501 and fails the test when the
/// server is disposed, as does a planned route that was never called.
/// </summary>
public sealed class StubServer : IStub, IAsyncDisposable
{
    private readonly WebApplication _application;

    private StubServer(WebApplication application) => _application = application;

    public RouteTable Routes { get; } = new();

    /// <summary>Where it listens, with a trailing slash: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <inheritdoc cref="RouteTable.Requests"/>
    public IReadOnlyList<RecordedRequest> Requests => Routes.Requests;

    public static async Task<StubServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, 0);
        });
        var server = new StubServer(builder.Build());
        server._application.Run(server.HandleAsync);
        await server._application.StartAsync();
        var addresses = server._application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        server.BaseAddress = new Uri(addresses.Addresses.Single());
        return server;
    }

    /// <inheritdoc cref="RouteTable.Verify"/>
    public void Verify() => Routes.Verify();

    /// <summary>Stops listening, then checks like <see cref="Verify"/>.</summary>
    /// <exception cref="StubException">Traffic and plan differ.</exception>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
        Verify();
    }

    private async Task HandleAsync(HttpContext context)
    {
        StubReply reply;
        try
        {
            reply = await Routes.AnswerAsync(await RecordAsync(context.Request), context.RequestAborted);
        }
        catch (StubException problem)
        {
            reply = StubReply.Text(problem.Message, "text/plain", StatusCodes.Status501NotImplemented);
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        if (!reply.Body.IsEmpty)
        {
            context.Response.ContentLength = reply.Body.Length;
            await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
        }
    }

    private static async Task<RecordedRequest> RecordAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var at = target.IndexOf('?', StringComparison.Ordinal);
        return new RecordedRequest
        {
            Method = request.Method,
            Path = at < 0 ? target : target[..at],
            Query = at < 0 ? "" : target[(at + 1)..],
            Headers = [.. request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""))],
            Body = body.ToArray(),
        };
    }
}
