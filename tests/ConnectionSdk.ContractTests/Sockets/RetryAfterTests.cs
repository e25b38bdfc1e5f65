using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Sockets;

public sealed class RetryAfterTests
{
    private static readonly StubReply Ok = StubReply.Json("""{"name":"ok"}""");
    private readonly SimulatedClock _clock = new();

    [Theory]
    [InlineData(429, false)]
    [InlineData(429, true)]
    [InlineData(503, false)]
    [InlineData(503, true)]
    public async Task A_short_wait_is_kept_to_the_second(int status, bool asDate)
    {
        await using var server = RawSocketServer.Start(InTurn(Refusal(status, seconds: 7, asDate), Ok));
        await using var provider = ThinProvider.At(server.BaseAddress, clock: _clock);

        var reading = provider.ReadAsync();
        await _clock.WaitForTimersAsync(1, TimeSpan.FromSeconds(7));
        Assert.Equal([TimeSpan.FromSeconds(7)], _clock.WaitingTimers);
        _clock.Advance(TimeSpan.FromSeconds(6.999));
        Assert.False(reading.IsCompleted);
        Assert.Single(server.Requests);
        _clock.Advance(TimeSpan.FromSeconds(0.001));

        Assert.Equal("ok", await reading);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(429, false, ProviderErrorKind.RateLimited)]
    [InlineData(429, true, ProviderErrorKind.RateLimited)]
    [InlineData(503, false, ProviderErrorKind.Unavailable)]
    [InlineData(503, true, ProviderErrorKind.Unavailable)]
    public async Task A_long_wait_is_reported_at_once(int status, bool asDate, ProviderErrorKind kind)
    {
        await using var server = RawSocketServer.Start(SocketScripts.Answer(Refusal(status, seconds: 31, asDate)));
        await using var provider = ThinProvider.At(server.BaseAddress, clock: _clock);

        var error = await FailAtOnceAsync(provider.ReadAsync());

        Assert.Equal((kind, TimeSpan.FromSeconds(31), true), (error.Kind, error.RetryAfter, error.IsTransient));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_wait_longer_than_the_call_may_take_is_reported_at_once()
    {
        await using var server = RawSocketServer.Start(SocketScripts.Answer(Refusal(429, seconds: 25, asDate: false)));
        await using var provider = ThinProvider.At(server.BaseAddress, clock: _clock);

        var error = await FailAtOnceAsync(provider.CallAsync(CallEffect.Mint, HttpMethod.Post));

        Assert.Equal(TimeSpan.FromSeconds(25), error.RetryAfter);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(CallEffect.Submit, false)]
    [InlineData(CallEffect.Submit, true)]
    [InlineData(CallEffect.Create, false)]
    [InlineData(CallEffect.Refresh, false)]
    [InlineData(CallEffect.Delete, true)]
    public async Task What_must_be_sent_once_is_not_sent_again_after_the_wait_but_the_wait_is_reported(CallEffect effect, bool asDate)
    {
        await using var server = RawSocketServer.Start(SocketScripts.Answer(Refusal(429, seconds: 7, asDate)));
        await using var provider = ThinProvider.At(server.BaseAddress, clock: _clock);

        var error = await FailAtOnceAsync(provider.CallAsync(effect, HttpMethod.Post, ThinProvider.Code("123456")));

        Assert.Equal((ProviderErrorKind.RateLimited, TimeSpan.FromSeconds(7)), (error.Kind, error.RetryAfter));
        await provider.CloseAsync(server);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("99999999999999999999")]
    [InlineData("Mon, 02 Mar 2020 08:00:00 GMT")]
    [InlineData("Mon, 99 Mar 2026 08:00:00 GMT")]
    public async Task A_wait_that_cannot_be_read_or_lies_in_the_past_breaks_nothing(string value)
    {
        await using var server = RawSocketServer.Start(SocketScripts.Answer(StubReply.Json("{}", 429).WithHeader("Retry-After", value)));
        await using var provider = ThinProvider.At(server.BaseAddress, clock: _clock, configure: options => options.Retries = false);

        var error = await FailAtOnceAsync(provider.ReadAsync());

        Assert.Equal(ProviderErrorKind.RateLimited, error.Kind);
        Assert.True(error.RetryAfter is null || error.RetryAfter >= TimeSpan.Zero);
    }

    /// <summary>The clock stands still: a call that waits instead of failing never ends by itself.</summary>
    private static async Task<ProviderException> FailAtOnceAsync(Task call) =>
        await Assert.ThrowsAsync<ProviderException>(() => call.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));

    private StubReply Refusal(int status, int seconds, bool asDate)
    {
        var reply = StubReply.Json("{}", status);
        return asDate ? reply.WithRetryAfter(_clock.GetUtcNow().AddSeconds(seconds)) : reply.WithRetryAfter(TimeSpan.FromSeconds(seconds));
    }

    private static SocketScript InTurn(params StubReply[] replies) => async (connection, cancellationToken) =>
    {
        for (var i = 0; await connection.ReadRequestAsync(cancellationToken) is not null; i++)
        {
            await connection.SendAsync(SocketScripts.Bytes(replies[Math.Min(i, replies.Length - 1)]), cancellationToken);
        }
    };
}
