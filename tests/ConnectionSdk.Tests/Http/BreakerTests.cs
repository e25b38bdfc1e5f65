using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.Tests.Http;

public sealed class BreakerTests
{
    private readonly SimulatedClock _clock = new();
    private readonly ProviderHttpOptions _options = new() { Retries = false };

    [Fact]
    public async Task Twenty_failures_hold_calls_back_and_an_answer_is_not_spent()
    {
        using var provider = new FakeProvider(FakeProvider.Answer(503));
        using var http = provider.Connect(_options, _clock);
        await FailAsync(http, 20);

        var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Submit));

        Assert.Equal((20, ProviderErrorKind.NotSent), (provider.Calls, error.Kind));
        Assert.False(error.MayHaveBeenSent);
        Assert.Equal(TimeSpan.FromSeconds(15), error.RetryAfter);
        var read = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Read));
        Assert.Equal(ProviderErrorKind.Unavailable, read.Kind);
    }

    [Fact]
    public async Task After_the_pause_one_read_finds_out_and_opens_the_way_for_all()
    {
        var up = false;
        using var provider = new FakeProvider((request, token) => FakeProvider.Answer(up ? 200 : 503)(request, token));
        using var http = provider.Connect(_options, _clock);
        await FailAsync(http, 20);

        _clock.Advance(TimeSpan.FromSeconds(15));
        await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Submit));
        Assert.Equal(20, provider.Calls);
        await FailAsync(http, 3);
        Assert.Equal(21, provider.Calls);

        up = true;
        _clock.Advance(TimeSpan.FromSeconds(15));
        await RetryTests.Call(http, CallEffect.Read);
        await RetryTests.Call(http, CallEffect.Submit);
        Assert.Equal(23, provider.Calls);
    }

    [Fact]
    public async Task Refusals_by_the_provider_never_hold_calls_back()
    {
        using var provider = new FakeProvider(FakeProvider.Answer(409));
        using var http = provider.Connect(_options, _clock);
        await FailAsync(http, 100);
        Assert.Equal(100, provider.Calls);
    }

    [Fact]
    public async Task Failures_older_than_thirty_seconds_do_not_count()
    {
        using var provider = new FakeProvider(FakeProvider.Answer(503));
        using var http = provider.Connect(_options, _clock);
        for (var i = 0; i < 60; i++)
        {
            await FailAsync(http, 1);
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(60, provider.Calls);
    }

    [Fact]
    public async Task A_probe_that_is_given_up_lets_the_next_one_try()
    {
        var hang = false;
        using var provider = new FakeProvider((request, token) => (hang ? FakeProvider.Hang() : FakeProvider.Answer(503))(request, token));
        using var http = provider.Connect(_options, _clock);
        await FailAsync(http, 20);
        _clock.Advance(TimeSpan.FromSeconds(15));
        hang = true;
        var cancel = new CancellationTokenSource();
        var probe = RetryTests.Call(http, CallEffect.Read, cancel.Token);
        await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Read));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);

        hang = false;
        await FailAsync(http, 1);

        Assert.Equal(22, provider.Calls);
    }

    private static async Task FailAsync(ProviderHttp http, int times)
    {
        for (var i = 0; i < times; i++) await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Read));
    }
}
