using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Tests.Http;

public sealed class SendOnceTests
{
    private static readonly ProviderHttpOptions Loopback = new() { AllowInsecureLoopback = true, Retries = false };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_retry_handler_of_the_host_cannot_send_a_submit_twice(bool beforeOurs, bool keepsOptions)
    {
        await using var server = RawSocketServer.Start(SocketScripts.CloseBeforeAnswer());
        foreach (var effect in new[] { CallEffect.Submit, CallEffect.Create, CallEffect.Refresh, CallEffect.MintSingleUse })
        {
            var before = server.Requests.Count;
            await using var services = Services(beforeOurs, () => new CloningRetryHandler(keepsOptions));
            using var http = services.CreateProviderHttp("fake", null, server.BaseAddress, new CodeReader(), Loopback);

            var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, effect));

            Assert.Equal(effect == CallEffect.MintSingleUse ? ProviderErrorKind.Network : ProviderErrorKind.OutcomeUnknown, error.Kind);
            Assert.Equal(before + 1, server.Requests.Count);
        }
    }

    [Fact]
    public async Task A_retry_handler_that_leaves_the_async_flow_cannot_either()
    {
        await using var server = RawSocketServer.Start(SocketScripts.CloseBeforeAnswer());
        await using var services = Services(true, () => new CloningRetryHandler(keepsOptions: false) { LeavesFlow = true });
        using var http = services.CreateProviderHttp("fake", null, server.BaseAddress, new CodeReader(), Loopback);

        await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Submit));

        Assert.True(server.Requests.Count <= 1);
    }

    [Fact]
    public async Task A_retry_handler_of_the_host_may_repeat_a_read()
    {
        await using var server = RawSocketServer.Start(
            SocketScripts.CloseBeforeAnswer(), SocketScripts.Answer(StubReply.Json("""{"name":"ok"}""")));
        await using var services = Services(true, () => new CloningRetryHandler(keepsOptions: false));
        using var http = services.CreateProviderHttp("fake", null, server.BaseAddress, new CodeReader(), Loopback);

        Assert.Equal("ok", (await RetryTests.Call(http, CallEffect.Read)).Body.Name);
    }

    [Fact]
    public async Task No_post_leaves_without_a_body_and_a_closed_connection_sees_it_once_fresh_or_reused()
    {
        var call = new ProviderCall("Sync", CallEffect.Refresh, HttpMethod.Post, "x");
        await using var fresh = RawSocketServer.Start(SocketScripts.CloseBeforeAnswer());
        using (var http = ProviderHttp.Create("fake", null, fresh.BaseAddress, new CodeReader(), Loopback))
        {
            var error = await Assert.ThrowsAsync<ProviderException>(async () => await http.SendAsync(call, ProviderPath.Literal("x")));
            Assert.Equal(ProviderErrorKind.OutcomeUnknown, error.Kind);
        }

        Assert.Equal("0", Assert.Single(fresh.Requests).Header("Content-Length"));

        await using var reused = RawSocketServer.Start(SocketScripts.AnswerThenCloseOnReuse(StubReply.Json("{}")));
        using (var http = ProviderHttp.Create("fake", null, reused.BaseAddress, new CodeReader(), Loopback))
        {
            await http.SendAsync(call, ProviderPath.Literal("x"));
            await Assert.ThrowsAsync<ProviderException>(async () => await http.SendAsync(call, ProviderPath.Literal("x")));
        }

        Assert.Equal(2, reused.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_leaks_neither_key_nor_code_to_another_host()
    {
        await using var thief = RawSocketServer.Start(SocketScripts.Answer(StubReply.Json("{}")));
        await using var server = RawSocketServer.Start(SocketScripts.Redirect(thief.BaseAddress));
        using var http = ProviderHttp.Create("fake", null, server.BaseAddress, new CodeReader(), Loopback);
        var call = new ProviderCall("Submit", CallEffect.Submit, HttpMethod.Post, "x");

        var error = await Assert.ThrowsAsync<ProviderException>(async () => await http.SendAsync(
            call, ProviderPath.Literal("x"), ProviderBody.EmptyObject, CallCredential.Header("x-api-key", "k3y")));

        Assert.Equal((ProviderErrorKind.Protocol, 307), (error.Kind, error.StatusCode));
        Assert.Contains("redirect", error.Message, StringComparison.Ordinal);
        Assert.Empty(thief.Requests);
        Assert.Equal("k3y", Assert.Single(server.Requests).Header("x-api-key"));
    }

    [Fact]
    public async Task A_bomb_an_endless_body_and_a_truncated_one_end_in_typed_failures()
    {
        foreach (var (script, kind) in new[]
        {
            (SocketScripts.GzipBomb(64), ProviderErrorKind.TooLarge),
            (SocketScripts.EndlessBody(), ProviderErrorKind.TooLarge),
            (SocketScripts.PartialBody(StubReply.Json("""{"name":"never"}"""), 5), ProviderErrorKind.Protocol),
            (SocketScripts.MalformedStatusLine(), ProviderErrorKind.Protocol),
        })
        {
            await using var server = RawSocketServer.Start(script);
            using var http = ProviderHttp.Create("fake", null, server.BaseAddress, new CodeReader(), Loopback);
            var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Read));
            Assert.Equal(kind, error.Kind);
        }
    }

    [Fact]
    public void A_primary_handler_of_the_host_keeps_the_guard_and_loses_redirects()
    {
        using var sockets = new SocketsHttpHandler();
        var services = new ServiceCollection();
        services.AddProviderHttpClient("fake", "acme").ConfigurePrimaryHttpMessageHandler(() => sockets);
        using var built = services.BuildServiceProvider();

        HttpMessageHandler? handler = built.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("ConnectionSdk:fake:acme");
        var chain = new List<Type>();
        while (handler is DelegatingHandler outer)
        {
            chain.Add(outer.GetType());
            handler = outer.InnerHandler;
        }

        Assert.Same(sockets, handler);
        Assert.Equal("SendOnceHandler", chain[^1].Name);
        Assert.DoesNotContain(chain, type => type.Name.Contains("Logging", StringComparison.Ordinal));
        Assert.False(sockets.AllowAutoRedirect || sockets.UseCookies);
    }

    [Theory]
    [InlineData("http://api.fake.example/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[::ffff:192.168.0.1]/")]
    [InlineData("https://gateway/")]
    [InlineData("https://vault.internal/")]
    [InlineData("https://user:pass@api.fake.example/")]
    [InlineData("https://api.fake.example/?a=b")]
    [InlineData("ftp://api.fake.example/")]
    public void An_address_that_could_leak_secrets_is_refused(string address)
    {
        var error = Assert.Throws<ProviderException>(() => ProviderHttp.Create("fake", null, new Uri(address), new CodeReader()));
        Assert.Equal(ProviderErrorKind.Configuration, error.Kind);
        Assert.DoesNotContain("pass", error.Message.Replace("password", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme-sandbox", true)]
    [InlineData("a", true)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    [InlineData("A", false)]
    [InlineData("-a", false)]
    [InlineData("a/b", false)]
    [InlineData("a@b", false)]
    public void A_configured_domain_is_one_label(string label, bool fine) => Assert.Equal(fine, ProviderAddress.IsHostLabel(label));

    private static ServiceProvider Services(bool beforeOurs, Func<DelegatingHandler> host)
    {
        var services = new ServiceCollection();
        if (beforeOurs) services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(host));
        services.AddProviderHttpClient("fake");
        if (!beforeOurs) services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(host));
        return services.BuildServiceProvider();
    }

    /// <summary>What hosts put around all their clients: repeats failures three times, with a fresh copy of the request each time.</summary>
    private sealed class CloningRetryHandler(bool keepsOptions) : DelegatingHandler
    {
        public bool LeavesFlow { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await SendCopyAsync(request, body, cancellationToken);
                }
                catch (HttpRequestException) when (attempt < 3)
                {
                }
            }
        }

        private Task<HttpResponseMessage> SendCopyAsync(HttpRequestMessage request, byte[]? body, CancellationToken cancellationToken)
        {
            var copy = new HttpRequestMessage(request.Method, request.RequestUri);
            if (body is not null) copy.Content = new ByteArrayContent(body);
            foreach (var header in request.Headers) copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
            if (keepsOptions)
            {
                foreach (var option in request.Options) ((IDictionary<string, object?>)copy.Options)[option.Key] = option.Value;
            }

            if (!LeavesFlow) return base.SendAsync(copy, cancellationToken);
            using (ExecutionContext.SuppressFlow()) return Task.Run(() => base.SendAsync(copy, cancellationToken), cancellationToken);
        }
    }
}
