using System.Globalization;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.Tests.Http;

public sealed class RetryTests
{
    private readonly SimulatedClock _clock = new();

    public static TheoryData<CallEffect, string, int, ProviderErrorKind> Table()
    {
        var table = new TheoryData<CallEffect, string, int, ProviderErrorKind>();
        Row("connect refused", 3, ProviderErrorKind.Network, CallEffect.Read, CallEffect.Mint);
        Row("connect refused", 2, ProviderErrorKind.Network, CallEffect.MintSingleUse);
        Row("connect refused", 2, ProviderErrorKind.NotSent, CallEffect.Create, CallEffect.Refresh, CallEffect.Delete);
        Row("connect refused", 1, ProviderErrorKind.NotSent, CallEffect.Submit);
        Row("name error after the body", 3, ProviderErrorKind.Network, CallEffect.Read, CallEffect.Mint);
        Row("name error after the body", 1, ProviderErrorKind.OutcomeUnknown, CallEffect.Create, CallEffect.Submit, CallEffect.Refresh, CallEffect.Delete);
        Row("reset", 3, ProviderErrorKind.Network, CallEffect.Read, CallEffect.Mint);
        Row("reset", 1, ProviderErrorKind.Network, CallEffect.MintSingleUse);
        Row("reset", 1, ProviderErrorKind.OutcomeUnknown, CallEffect.Create, CallEffect.Submit, CallEffect.Refresh, CallEffect.Delete);
        foreach (var status in new[] { 500, 502, 503, 504, 408 })
        {
            var text = status.ToString(CultureInfo.InvariantCulture);
            Row(text, 3, ProviderErrorKind.Unavailable, CallEffect.Read, CallEffect.Mint);
            Row(text, status is 502 or 503 or 504 ? 2 : 1, ProviderErrorKind.Unavailable, CallEffect.MintSingleUse);
            Row(text, 1, ProviderErrorKind.OutcomeUnknown, CallEffect.Create, CallEffect.Submit, CallEffect.Refresh, CallEffect.Delete);
        }

        Row("429", 3, ProviderErrorKind.RateLimited, CallEffect.Read, CallEffect.Mint);
        Row("429", 2, ProviderErrorKind.RateLimited, CallEffect.MintSingleUse);
        Row("429", 1, ProviderErrorKind.RateLimited, CallEffect.Create, CallEffect.Submit, CallEffect.Refresh, CallEffect.Delete);
        Row("html", 2, ProviderErrorKind.Protocol, CallEffect.Read, CallEffect.Mint);
        Row("html", 1, ProviderErrorKind.Protocol, CallEffect.MintSingleUse);
        Row("html", 1, ProviderErrorKind.OutcomeUnknown, CallEffect.Create, CallEffect.Submit, CallEffect.Refresh, CallEffect.Delete);
        Row("wrong shape", 1, ProviderErrorKind.Protocol, CallEffect.Read, CallEffect.Mint, CallEffect.MintSingleUse);
        Row("wrong shape", 1, ProviderErrorKind.OutcomeUnknown, CallEffect.Create, CallEffect.Submit, CallEffect.Refresh, CallEffect.Delete);
        foreach (var effect in Enum.GetValues<CallEffect>().Skip(1))
        {
            Row("400", 1, ProviderErrorKind.InvalidRequest, effect);
            Row("401", 1, ProviderErrorKind.CredentialRejected, effect);
            Row("403", 1, ProviderErrorKind.Forbidden, effect);
            Row("404", 1, ProviderErrorKind.NotFound, effect);
            Row("409", 1, ProviderErrorKind.Conflict, effect);
            Row("307", 1, ProviderErrorKind.Protocol, effect);
            Row("later", 1, effect is CallEffect.Read or CallEffect.Mint or CallEffect.MintSingleUse ? ProviderErrorKind.Unavailable : ProviderErrorKind.OutcomeUnknown, effect);
            Row("locked", 1, ProviderErrorKind.Locked, effect);
        }

        return table;

        void Row(string failure, int calls, ProviderErrorKind kind, params CallEffect[] effects)
        {
            foreach (var effect in effects) table.Add(effect, failure, calls, kind);
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task The_effect_alone_decides_how_often_a_failure_is_repeated(CallEffect effect, string failure, int calls, ProviderErrorKind kind)
    {
        using var provider = new FakeProvider(Script(failure));
        using var http = provider.Connect(time: _clock);

        var error = await _clock.FailureOf(Call(http, effect));

        Assert.Equal((calls, kind), (provider.Calls, error.Kind));

        // A GET has no body that could have left.
        var unsent = failure == "connect refused" || (failure == "name error after the body" && effect == CallEffect.Read);
        Assert.Equal(!unsent, error.MayHaveBeenSent);
    }

    [Fact]
    public async Task Options_can_turn_repeating_off_and_never_on()
    {
        foreach (var effect in Enum.GetValues<CallEffect>().Skip(1))
        {
            using var provider = new FakeProvider(Script("connect refused"));
            using var http = provider.Connect(new ProviderHttpOptions { Retries = false }, _clock);
            await _clock.FailureOf(Call(http, effect));
            Assert.Equal(1, provider.Calls);
        }

        foreach (var effect in new[] { CallEffect.Submit, CallEffect.Create })
        {
            using var provider = new FakeProvider(Script("503"));
            using var http = provider.Connect(new ProviderHttpOptions { Retries = true, RetryBudget = 1_000_000, TimeoutFactor = 10, Breaker = false }, _clock);
            await _clock.FailureOf(Call(http, effect));
            Assert.Equal(1, provider.Calls);
        }
    }

    [Fact]
    public async Task A_repeated_read_that_succeeds_gives_its_answer()
    {
        using var provider = new FakeProvider(Script("503"), Script("reset"), FakeProvider.Answer(200, """{"name":"back"}"""));
        using var http = provider.Connect(time: _clock);

        var answer = await _clock.PassAsync(Call(http, CallEffect.Read));

        Assert.Equal("back", answer.Body.Name);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("Mon, 02 Mar 2026 08:00:07 GMT")]
    public async Task Retry_after_in_seconds_or_as_a_date_is_a_minimum(string header)
    {
        using var provider = new FakeProvider(
            FakeProvider.Answer(503, also: response => response.Headers.TryAddWithoutValidation("Retry-After", header)), FakeProvider.Answer(200, """{"name":"ok"}"""));
        using var http = provider.Connect(time: _clock);

        await _clock.PassAsync(Call(http, CallEffect.Read), TimeSpan.FromSeconds(8));

        Assert.Equal(TimeSpan.FromSeconds(7), _clock.GetUtcNow() - SimulatedClock.DefaultStart);
    }

    [Theory]
    [InlineData("31")]
    [InlineData("Mon, 02 Mar 2026 08:30:00 GMT")]
    public async Task A_longer_retry_after_is_reported_at_once_instead(string header)
    {
        using var provider = new FakeProvider(FakeProvider.Answer(429, also: response => response.Headers.TryAddWithoutValidation("Retry-After", header)));
        using var http = provider.Connect(time: _clock);

        var error = await Assert.ThrowsAsync<ProviderException>(() => Call(http, CallEffect.Read));

        Assert.True(error.RetryAfter > TimeSpan.FromSeconds(30));
        Assert.True(error.IsTransient);
        Assert.Equal(1, provider.Calls);
        Assert.Equal(SimulatedClock.DefaultStart, _clock.GetUtcNow());
    }

    [Fact]
    public async Task An_outage_costs_ten_extra_calls_and_then_none()
    {
        using var provider = new FakeProvider(Script("503"));
        using var http = provider.Connect(new ProviderHttpOptions { Breaker = false }, _clock);

        for (var i = 0; i < 1000; i++) await _clock.FailureOf(Call(http, CallEffect.Read));

        Assert.Equal(1010, provider.Calls);
    }

    internal static Task<ProviderResponse<FakeDto>> Call(ProviderHttp http, CallEffect effect, CancellationToken cancellationToken = default)
    {
        var method = effect == CallEffect.Read ? HttpMethod.Get : HttpMethod.Post;
        var call = new ProviderCall(effect.ToString(), effect, method, "things");
        return http.SendAsync(
            call, ProviderPath.Literal("things"), FakeJson.Instance.FakeDto, method == HttpMethod.Get ? null : ProviderBody.EmptyObject, cancellationToken: cancellationToken).AsTask();
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Script(string failure) => failure switch
    {
        "connect refused" => FakeProvider.Fail(HttpRequestError.ConnectionError),
        "name error after the body" => FakeProvider.FailAfterBody(HttpRequestError.NameResolutionError),
        "reset" => FakeProvider.FailAfterBody(HttpRequestError.ResponseEnded),
        "html" => FakeProvider.Answer(200, "<html>down</html>", "text/html"),
        "wrong shape" => FakeProvider.Answer(200, """{"name":{"first":"x"}}"""),
        "later" => FakeProvider.Answer(503, """{"code":"later"}"""),
        "locked" => FakeProvider.Answer(503, """{"code":"locked"}"""),
        _ => FakeProvider.Answer(int.Parse(failure, CultureInfo.InvariantCulture)),
    };
}
