using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Simulator;

/// <summary>
/// A provider's server in this process: real HTTP on a free loopback port, time from the given clock, faults on demand, and a log of
/// everything it was sent.
/// </summary>
public abstract class SimulatedProvider : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly WebhookSender _webhookSender;
    private WebApplication? _server;
    private int _lockDepth;
    private Uri? _baseAddress;

    private protected SimulatedProvider(TimeProvider? clock, SimulatedBank? bank)
    {
        Clock = clock ?? bank?.Clock ?? new SimulatedClock();
        Bank = bank ?? new SimulatedBank(Clock);
        _webhookSender = new WebhookSender(this);
        Webhooks = new SimulatedWebhooks(this, _webhookSender);
    }

    /// <summary>Where the simulator takes its time from; a <see cref="SimulatedClock"/> unless another was given.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The bank behind the provider, which counts every password and code it is sent.</summary>
    public SimulatedBank Bank { get; }

    /// <summary>Every request to the API, in order; see <see cref="PageVisits"/> for the hosted pages.</summary>
    public CallLog Calls { get; } = new();

    /// <summary>Every request to the hosted pages: what the user's browser did.</summary>
    public CallLog PageVisits { get; } = new();

    /// <summary>What shall go wrong. Hosted pages are struck only by faults that name their path.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>What the provider tells the application by itself: nothing until the application subscribes.</summary>
    public SimulatedWebhooks Webhooks { get; }

    /// <summary>The root of the server, such as <c>http://127.0.0.1:41234/</c>.</summary>
    /// <exception cref="InvalidOperationException">The simulator has not been started.</exception>
    public Uri BaseAddress => _baseAddress ?? throw new InvalidOperationException("Call StartAsync first.");

    /// <summary>Guards the provider's own state; handlers hold it while they read or change anything.</summary>
    private protected object Gate { get; } = new();

    /// <summary>Starts to listen.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="InvalidOperationException">The simulator is already running.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_server is not null)
        {
            throw new InvalidOperationException("The simulator is already running.");
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            options.Listen(IPAddress.Loopback, 0);
        });
        _server = builder.Build();
        _server.Run(ServeAsync);
        await _server.StartAsync(cancellationToken).ConfigureAwait(false);
        var addresses = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        _baseAddress = new Uri(addresses.Addresses.Single() + "/");
    }

    /// <summary>Stops at once; requests still being served are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Webhooks.StopLooking();
        await _webhookSender.DisposeAsync().ConfigureAwait(false);
        if (_server is not null)
        {
            await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        _stopping.Dispose();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the provider itself holds.</summary>
    private protected virtual void Release()
    {
    }

    /// <summary>What the provider tells, when, and how.</summary>
    internal abstract WebhookSource WebhookSource { get; }

    /// <summary>Reads or changes the provider's state. What changed is told to whoever has subscribed.</summary>
    internal T Locked<T>(Func<T> action)
    {
        lock (Gate)
        {
            _lockDepth++;
            try
            {
                return action();
            }
            finally
            {
                // Only the outermost call sees a whole change.
                if (_lockDepth == 1)
                {
                    Webhooks.Notice();
                }

                _lockDepth--;
            }
        }
    }

    internal abstract Task<SimulatedResponse> HandleAsync(RecordedCall call, CancellationToken cancellationToken);

    /// <summary>Whether a request is for a page the user sees, not for the API.</summary>
    internal virtual bool IsPageVisit(RecordedCall call) => false;

    /// <summary>An error in the provider's own format.</summary>
    internal abstract JsonObject ErrorBody(int status);

    /// <summary>What the provider calls the members that hold a state.</summary>
    internal virtual IReadOnlyCollection<string> StateNames => [];

    /// <summary>Replaces every connection state in a body of the provider's.</summary>
    internal virtual void ReplaceStates(JsonNode body, string state)
    {
        switch (body)
        {
            case JsonArray array:
                foreach (var item in array.OfType<JsonNode>())
                {
                    ReplaceStates(item, state);
                }

                break;
            case JsonObject json:
                foreach (var (name, value) in json.ToList())
                {
                    if (StateNames.Contains(name, StringComparer.Ordinal))
                    {
                        json[name] = state;
                    }
                    else if (value is not null)
                    {
                        ReplaceStates(value, state);
                    }
                }

                break;
            default:
                break;
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        var exchange = new SimulatedExchange(this, context);
        try
        {
            await exchange.RunAsync(cancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (IOException)
        {
            context.Abort();
        }
    }
}
