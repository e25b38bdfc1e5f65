using System.Net.Http.Headers;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.Tests.Http;

public sealed class TokenCacheTests
{
    private readonly SimulatedClock _clock = new();
    private int _minted;

    [Fact]
    public async Task A_thousand_callers_make_one_token_call()
    {
        var gate = new TaskCompletionSource();
        var cache = Cache(async _ =>
        {
            await gate.Task;
            return Token();
        });

        var callers = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => cache.GetAsync("key").AsTask())).ToArray();
        gate.SetResult();
        var tokens = await Task.WhenAll(callers);

        Assert.Equal(1, _minted);
        Assert.Single(tokens.Select(token => token.Version).Distinct());
    }

    [Fact]
    public async Task The_first_callers_cancellation_frees_only_that_caller()
    {
        var gate = new TaskCompletionSource();
        var seen = default(CancellationToken);
        var cache = Cache(async token =>
        {
            seen = token;
            await gate.Task;
            return Token();
        });
        var cancel = new CancellationTokenSource();

        var first = cache.GetAsync("key", cancel.Token).AsTask();
        var others = Enumerable.Range(0, 999).Select(_ => cache.GetAsync("key").AsTask()).ToArray();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        await Task.WhenAll(others);

        Assert.False(seen.IsCancellationRequested);
        Assert.Equal(1, _minted);
    }

    [Fact]
    public async Task A_token_that_does_not_come_is_a_timeout_and_no_cancellation_of_the_callers()
    {
        var cache = Cache(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, token);
            return Token();
        });
        var waiting = cache.GetAsync("key").AsTask();

        await _clock.WaitForTimersAsync(1, TimeSpan.FromMinutes(2));
        _clock.Advance(TimeSpan.FromMinutes(2));

        var late = await Assert.ThrowsAsync<ProviderException>(() => waiting);
        Assert.Equal((ProviderErrorKind.Timeout, true), (late.Kind, late.IsTransient));
    }

    [Fact]
    public async Task A_host_whose_own_call_for_a_token_times_out_cancels_nobody()
    {
        var cache = Cache(_ => throw new TaskCanceledException("as HttpClient says that its time is up"));

        var late = await Assert.ThrowsAsync<ProviderException>(() => cache.GetAsync("key").AsTask());

        Assert.Equal((ProviderErrorKind.Timeout, true), (late.Kind, late.IsTransient));
    }

    [Theory]
    [InlineData(1800, 1620)]
    [InlineData(300, 240)]
    [InlineData(60, 30)]
    public async Task A_token_is_renewed_before_its_end_whatever_the_wall_clock_does(int lifetime, int usable)
    {
        var cache = Cache(_ => Task.FromResult(Token(lifetime)));
        var first = await cache.GetAsync("key");
        _clock.JumpWallClock(TimeSpan.FromDays(1));
        _clock.Advance(TimeSpan.FromSeconds(usable - 1));
        Assert.Same(first, await cache.GetAsync("key"));
        _clock.JumpWallClock(TimeSpan.FromDays(-2));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(first, await cache.GetAsync("key"));
    }

    [Fact]
    public async Task A_lifetime_counts_from_when_the_token_was_asked_for()
    {
        var cache = Cache(_ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(100));
            return Task.FromResult(Token(300));
        });
        await cache.GetAsync("key");
        _clock.Advance(TimeSpan.FromSeconds(140));
        await cache.GetAsync("key");
        Assert.Equal(2, _minted);
    }

    [Fact]
    public async Task A_passing_failure_is_not_kept_and_a_refused_key_is_for_thirty_seconds()
    {
        var kind = ProviderErrorKind.Unavailable;
        var cache = Cache(_ => throw new ProviderException(kind, "fake", "CreateToken"));
        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<ProviderException>(() => cache.GetAsync("key").AsTask());
        Assert.Equal(3, _minted);

        kind = ProviderErrorKind.CredentialRejected;
        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<ProviderException>(() => cache.GetAsync("key").AsTask());
        Assert.Equal(4, _minted);
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<ProviderException>(() => cache.GetAsync("key").AsTask());
        Assert.Equal(5, _minted);
    }

    [Fact]
    public async Task A_refusal_that_is_remembered_does_not_grow_with_everybody_who_is_told()
    {
        var cache = Cache(_ => throw new ProviderException(ProviderErrorKind.CredentialRejected, "fake", "CreateToken", "refused")
        {
            Tenant = "acme",
            StatusCode = 401,
            ProviderCode = "code",
            ProviderMessage = "developers",
            UserMessage = "users",
            RequestId = "r-1",
            RetryAfter = TimeSpan.FromSeconds(7),
        });
        await Assert.ThrowsAsync<ProviderException>(() => cache.GetAsync("key").AsTask());
        var second = await Assert.ThrowsAsync<ProviderException>(() => cache.GetAsync("key").AsTask());
        var length = second.ToString().Length;
        for (var i = 0; i < 20; i++) await Assert.ThrowsAsync<ProviderException>(() => cache.GetAsync("key").AsTask());
        var last = await Assert.ThrowsAsync<ProviderException>(() => cache.GetAsync("key").AsTask());

        Assert.Equal(1, _minted);
        Assert.InRange(last.ToString().Length, 1, length + 100);
        Assert.Equal(
            (ProviderErrorKind.CredentialRejected, "fake", "acme", "CreateToken", 401, "code", "developers", "users", "r-1"),
            (last.Kind, last.Provider, last.Tenant, last.Operation, last.StatusCode!.Value, last.ProviderCode, last.ProviderMessage, last.UserMessage, last.RequestId));
        Assert.Equal(("refused", TimeSpan.FromSeconds(7), true), (last.Message, last.RetryAfter, last.MayHaveBeenSent));
    }

    [Fact]
    public async Task Only_the_version_that_was_refused_is_dropped()
    {
        var cache = Cache(_ => Task.FromResult(Token()));
        var old = await cache.GetAsync("key");
        cache.Invalidate("key", old.Version);
        var fresh = await cache.GetAsync("key");
        cache.Invalidate("key", old.Version);
        Assert.Same(fresh, await cache.GetAsync("key"));
        Assert.Equal(2, _minted);
    }

    [Fact]
    public async Task A_store_is_used_passed_by_when_it_fails_and_not_believed_about_a_refused_token()
    {
        var store = new Store();
        var one = Cache(_ => Task.FromResult(Token()), store);
        var two = Cache(_ => Task.FromResult(Token()), store);
        var first = await one.GetAsync("key");
        var shared = await two.GetAsync("key");
        Assert.Equal(first.Value, shared.Value);
        Assert.Equal(1, _minted);

        two.Invalidate("key", shared.Version);
        Assert.NotEqual(first.Value, (await two.GetAsync("key")).Value);
        store.Broken = true;
        await Cache(_ => Task.FromResult(Token()), store).GetAsync("key");
        Assert.Equal(3, _minted);
    }

    [Fact]
    public async Task A_store_that_hangs_is_gone_around_and_the_token_is_in_use_before_it_is_written()
    {
        var store = new Store { Hangs = true };
        var cache = Cache(token => token.IsCancellationRequested ? throw new OperationCanceledException(token) : Task.FromResult(Token()), store);
        var waiting = cache.GetAsync("key").AsTask();
        await _clock.WaitForTimersAsync(1, TimeSpan.FromSeconds(2));
        Assert.Equal(0, _minted);

        _clock.Advance(TimeSpan.FromSeconds(2));
        var token = await waiting;

        Assert.Same(token, await cache.GetAsync("key"));
        Assert.Equal((1, 1), (_minted, store.Writes));
        await _clock.WaitForTimersAsync(1, TimeSpan.FromSeconds(2));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(_clock.WaitingTimers);
    }

    [Theory]
    [InlineData(CallEffect.Read, ProviderErrorKind.Timeout)]
    [InlineData(CallEffect.Submit, ProviderErrorKind.NotSent)]
    [InlineData(CallEffect.Create, ProviderErrorKind.NotSent)]
    public async Task A_call_whose_time_is_over_before_there_is_a_token_was_certainly_not_sent(CallEffect effect, ProviderErrorKind kind)
    {
        var cache = Cache(_ => new TaskCompletionSource<MintedToken>().Task);
        using var provider = new FakeProvider();
        using var http = provider.Connect(time: _clock);

        var error = await _clock.FailureOf(Read(http, Expires(cache), effect), TimeSpan.FromSeconds(90));

        Assert.Equal((0, kind, false, true), (provider.Calls, error.Kind, error.MayHaveBeenSent, error.IsTransient));
    }

    [Fact]
    public async Task Calls_that_wait_in_vain_for_a_token_are_not_held_against_the_provider()
    {
        var cache = Cache(_ => new TaskCompletionSource<MintedToken>().Task);
        using var provider = new FakeProvider();
        using var http = provider.Connect(new ProviderHttpOptions { Retries = false }, _clock);
        var calls = Enumerable.Range(0, 20).Select(_ => Assert.ThrowsAsync<ProviderException>(() => Read(http, Expires(cache), CallEffect.Read))).ToArray();
        await _clock.WaitForTimersAsync(20, TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(10));
        await Task.WhenAll(calls);

        await Read(http, Expires(new TokenCache("fake", (_, _) => Task.FromResult(Token()), null, _clock)), CallEffect.Read);
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task An_expired_token_is_dropped_and_the_read_sent_once_more()
    {
        var cache = Cache(_ => Task.FromResult(Token()));
        using var provider = new FakeProvider(FakeProvider.Answer(403, """{"code":"expired"}"""), FakeProvider.Answer(200, """{"name":"ok"}"""));
        using var http = provider.Connect(time: _clock);

        var answer = await Read(http, Expires(cache), CallEffect.Read);

        Assert.Equal("ok", answer.Body.Name);
        Assert.Equal((2, 2), (provider.Calls, _minted));
    }

    [Theory]
    [InlineData(CallEffect.Read, 2)]
    [InlineData(CallEffect.Submit, 1)]
    [InlineData(CallEffect.Create, 1)]
    [InlineData(CallEffect.Refresh, 1)]
    public async Task A_token_that_stays_refused_is_replayed_once_for_a_read_and_never_otherwise(CallEffect effect, int calls)
    {
        var cache = Cache(_ => Task.FromResult(Token()));
        using var provider = new FakeProvider(FakeProvider.Answer(403, """{"code":"expired"}"""));
        using var http = provider.Connect(time: _clock);

        var error = await _clock.FailureOf(Read(http, Expires(cache), effect));

        Assert.Equal((calls, ProviderErrorKind.Forbidden), (provider.Calls, error.Kind));
    }

    [Fact]
    public async Task Another_refusal_is_not_taken_for_an_expired_token()
    {
        var cache = Cache(_ => Task.FromResult(Token()));
        using var provider = new FakeProvider(FakeProvider.Answer(401, """{"code":"INVALID_SECURITY_RESPONSE"}"""));
        using var http = provider.Connect(time: _clock);
        await Assert.ThrowsAsync<ProviderException>(() => Read(http, Expires(cache), CallEffect.Read));
        Assert.Equal((1, 1), (provider.Calls, _minted));
    }

    [Fact]
    public async Task Without_a_token_a_submit_is_certainly_not_sent()
    {
        var cache = Cache(_ => throw new ProviderException(ProviderErrorKind.Unavailable, "fake", "CreateToken") { IsTransient = true });
        using var provider = new FakeProvider();
        using var http = provider.Connect(time: _clock);

        var error = await Assert.ThrowsAsync<ProviderException>(() => Read(http, Expires(cache), CallEffect.Submit));

        Assert.Equal((0, ProviderErrorKind.NotSent, false), (provider.Calls, error.Kind, error.MayHaveBeenSent));
    }

    [Fact]
    public async Task Fixed_keys_go_out_as_given()
    {
        using var request = new HttpRequestMessage();
        await CallCredential.Header("x-api-key", "k3y").ApplyAsync(request.Headers, default);
        await CallCredential.Bearer("t0ken").ApplyAsync(request.Headers, default);
        Assert.Equal("k3y", Assert.Single(request.Headers.GetValues("x-api-key")));
        Assert.Equal(new AuthenticationHeaderValue("Bearer", "t0ken"), request.Headers.Authorization);
        Assert.Throws<ArgumentException>(() => CallCredential.Bearer("a\r\nb"));
        Assert.Throws<ArgumentException>(() => CallCredential.Bearer(""));
    }

    private static TokenCredential Expires(TokenCache cache) => new(cache, "key", (status, error) => status == 403 && error.Code == "expired");

    private static Task<ProviderResponse<FakeDto>> Read(ProviderHttp http, CallCredential credential, CallEffect effect) => http.SendAsync(
        new ProviderCall("Any", effect, HttpMethod.Post, "x"), ProviderPath.Literal("x"), FakeJson.Instance.FakeDto, credential: credential).AsTask();

    private static MintedToken Token(int seconds = 1800) => new(Guid.NewGuid().ToString(), TimeSpan.FromSeconds(seconds));

    private TokenCache Cache(Func<CancellationToken, Task<MintedToken>> mint, ITokenStore? store = null) => new(
        "fake",
        (_, token) =>
        {
            Interlocked.Increment(ref _minted);
            return mint(token);
        },
        store,
        _clock);

    private sealed class Store : ITokenStore
    {
        private StoredToken? _kept;

        public bool Broken { get; set; }

        /// <summary>Never answers, not even when told to stop.</summary>
        public bool Hangs { get; set; }

        public int Writes { get; private set; }

        public ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken) =>
            Broken ? throw new InvalidOperationException()
            : Hangs ? new(new TaskCompletionSource<StoredToken?>().Task)
            : new(_kept);

        public ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken)
        {
            if (Broken) throw new InvalidOperationException();
            Writes++;
            if (Hangs) return new(new TaskCompletionSource().Task);
            _kept = token;
            return default;
        }
    }
}
