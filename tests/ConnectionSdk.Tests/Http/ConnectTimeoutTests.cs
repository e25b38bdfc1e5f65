using System.Net;
using System.Net.Sockets;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Tests.Http;

/// <summary>A connection that does not come about within the time for connecting: nothing has left, and it is the provider's failure.</summary>
public sealed class ConnectTimeoutTests
{
    private static readonly ProviderHttpOptions Once = new() { AllowInsecureLoopback = true, Retries = false };

    [Theory]
    [InlineData(CallEffect.Read, false, ProviderErrorKind.Network)]
    [InlineData(CallEffect.Read, true, ProviderErrorKind.Network)]
    [InlineData(CallEffect.MintSingleUse, false, ProviderErrorKind.Network)]
    [InlineData(CallEffect.Create, false, ProviderErrorKind.NotSent)]
    [InlineData(CallEffect.Submit, false, ProviderErrorKind.NotSent)]
    [InlineData(CallEffect.Submit, true, ProviderErrorKind.NotSent)]
    [InlineData(CallEffect.Delete, true, ProviderErrorKind.NotSent)]
    public async Task A_dropped_syn_and_a_hung_handshake_are_certainly_not_sent(CallEffect effect, bool inHandshake, ProviderErrorKind kind)
    {
        using var silent = new Silence();
        using var http = Connect(silent.Handler(inHandshake));

        var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, effect));

        Assert.Equal((kind, false, true), (error.Kind, error.MayHaveBeenSent, error.IsTransient));
        Assert.Equal(1, silent.Dialled);
    }

    [Theory]
    [InlineData(CallEffect.Read, 3)]
    [InlineData(CallEffect.Create, 2)]
    [InlineData(CallEffect.Submit, 1)]
    public async Task It_is_repeated_as_any_other_failure_to_connect(CallEffect effect, int times)
    {
        using var silent = new Silence();
        var clock = new SimulatedClock();
        using var http = Connect(silent.Handler(inHandshake: false), new ProviderHttpOptions { AllowInsecureLoopback = true }, clock);

        await clock.FailureOf(RetryTests.Call(http, effect));

        Assert.Equal(times, silent.Dialled);
    }

    [Fact]
    public async Task Twenty_of_them_hold_calls_back()
    {
        using var silent = new Silence();
        using var http = Connect(silent.Handler(inHandshake: false));
        for (var i = 0; i < 20; i++) await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Read));

        var held = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Submit));

        Assert.Equal((20, ProviderErrorKind.NotSent), (silent.Dialled, held.Kind));
        Assert.NotNull(held.RetryAfter);
    }

    [Fact]
    public async Task A_retry_handler_of_the_host_may_try_again_what_never_left()
    {
        using var provider = new FakeProvider(
            (_, _) => throw new TaskCanceledException("cancelled", new TimeoutException("no connection")), FakeProvider.Answer(200, """{"name":"ok"}"""));
        var services = new ServiceCollection();
        services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Again()));
        services.AddProviderHttpClient("fake").ConfigurePrimaryHttpMessageHandler(() => provider);
        await using var built = services.BuildServiceProvider();
        using var http = built.CreateProviderHttp("fake", null, new Uri("https://api.fake.example/"), new CodeReader(), Once);

        Assert.Equal("ok", (await RetryTests.Call(http, CallEffect.Submit)).Body.Name);
        Assert.Equal(2, provider.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_clients_own_timeout_below_ours_leaves_open_what_was_sent(bool opens)
    {
        using var provider = new FakeProvider(async (request, token) =>
        {
            if (opens && request.Content is not null) await request.Content.CopyToAsync(Stream.Null, token);
            throw new TaskCanceledException("as HttpClient says that its time is up", new TimeoutException("its time", new TaskCanceledException()));
        });
        using var http = provider.Connect(Once);

        var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Submit));

        Assert.Equal((ProviderErrorKind.OutcomeUnknown, true), (error.Kind, error.MayHaveBeenSent));
    }

    [Fact]
    public async Task Words_of_a_connect_timeout_are_not_believed_once_the_body_was_begun()
    {
        using var provider = new FakeProvider(async (request, token) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, token);
            throw new TaskCanceledException("cancelled", new TimeoutException("no connection"));
        });
        using var http = provider.Connect(Once);

        var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Submit));

        Assert.Equal((ProviderErrorKind.OutcomeUnknown, true), (error.Kind, error.MayHaveBeenSent));
    }

    [Fact]
    public async Task The_callers_cancellation_while_connecting_stays_a_cancellation()
    {
        using var silent = new Silence();
        using var caller = new CancellationTokenSource();
        silent.OnDial = caller.Cancel;
        using var http = Connect(silent.Handler(inHandshake: false));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RetryTests.Call(http, CallEffect.Submit, caller.Token));
    }

    private static ProviderHttp Connect(HttpMessageHandler handler, ProviderHttpOptions? options = null, TimeProvider? time = null) =>
        ProviderHttp.Create("fake", null, new Uri("https://localhost/"), new CodeReader(), options ?? Once, time, primary: handler);

    /// <summary>A host that takes no connection, or one that takes it and says nothing in the handshake.</summary>
    private sealed class Silence : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private int _dialled;

        public Silence() => _listener.Start();

        public int Dialled => Volatile.Read(ref _dialled);

        public Action? OnDial { get; set; }

        public SocketsHttpHandler Handler(bool inHandshake) => new()
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(50),
            ConnectCallback = async (_, token) =>
            {
                Interlocked.Increment(ref _dialled);
                OnDial?.Invoke();
                if (!inHandshake) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await socket.ConnectAsync(_listener.LocalEndpoint, token);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };

        public void Dispose() => _listener.Dispose();
    }

    /// <summary>What a host puts around its clients: tries once more, whatever went wrong.</summary>
    private sealed class Again : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return await base.SendAsync(request, cancellationToken);
            }
        }
    }
}
