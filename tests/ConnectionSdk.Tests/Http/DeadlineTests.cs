using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.Tests.Http;

public sealed class DeadlineTests
{
    private readonly SimulatedClock _clock = new();

    [Fact]
    public async Task Our_own_deadline_is_a_typed_failure_after_thirty_seconds()
    {
        using var provider = new FakeProvider(FakeProvider.Hang());
        using var http = provider.Connect(time: _clock);

        var error = await _clock.FailureOf(RetryTests.Call(http, CallEffect.Read), TimeSpan.FromSeconds(10));

        Assert.Equal(ProviderErrorKind.Timeout, error.Kind);
        Assert.True(error.IsTransient);
        Assert.InRange(_clock.GetUtcNow() - SimulatedClock.DefaultStart, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_submit_without_an_answer_is_sent_once_and_its_outcome_is_unknown()
    {
        using var provider = new FakeProvider(FakeProvider.Hang());
        using var http = provider.Connect(time: _clock);

        var error = await _clock.FailureOf(RetryTests.Call(http, CallEffect.Submit), TimeSpan.FromSeconds(90));

        Assert.Equal((1, ProviderErrorKind.OutcomeUnknown), (provider.Calls, error.Kind));
        Assert.True(error.MayHaveBeenSent);
        Assert.Equal(TimeSpan.FromSeconds(90), _clock.GetUtcNow() - SimulatedClock.DefaultStart);
    }

    [Fact]
    public async Task A_call_may_state_its_own_time()
    {
        using var provider = new FakeProvider(FakeProvider.Hang());
        using var http = provider.Connect(time: _clock);
        var call = new ProviderCall("Authorize", CallEffect.Submit, HttpMethod.Post, "x") { AttemptTimeout = TimeSpan.FromSeconds(240), TotalTimeout = TimeSpan.FromSeconds(240) };

        await _clock.FailureOf(http.SendAsync(call, ProviderPath.Literal("x")).AsTask(), TimeSpan.FromSeconds(240));

        Assert.Equal(TimeSpan.FromSeconds(240), _clock.GetUtcNow() - SimulatedClock.DefaultStart);
    }

    [Fact]
    public async Task The_callers_cancellation_passes_through_as_it_is_before_during_and_between()
    {
        using var provider = new FakeProvider(FakeProvider.Answer(503), FakeProvider.Hang());
        using var http = provider.Connect(time: _clock);
        var before = new CancellationTokenSource();
        await before.CancelAsync();
        await Cancelled(RetryTests.Call(http, CallEffect.Submit, before.Token), before.Token);
        Assert.Equal(0, provider.Calls);

        var between = new CancellationTokenSource();
        var waiting = RetryTests.Call(http, CallEffect.Read, between.Token);
        await _clock.WaitForTimersAsync(1, TimeSpan.FromSeconds(5));
        await between.CancelAsync();
        await Cancelled(waiting, between.Token);
        Assert.Equal(1, provider.Calls);

        var during = new CancellationTokenSource();
        var hanging = RetryTests.Call(http, CallEffect.Submit, during.Token);
        await during.CancelAsync();
        await Cancelled(hanging, during.Token);
        Assert.Equal(2, provider.Calls);
        Assert.Empty(_clock.WaitingTimers);
    }

    [Fact]
    public async Task Deadlines_are_lent_again_on_the_system_clock_without_firing_later()
    {
        using var provider = new FakeProvider();
        using var http = provider.Connect();
        for (var i = 0; i < 100; i++) await RetryTests.Call(http, CallEffect.Read);
        var cancel = new CancellationTokenSource();
        for (var i = 0; i < 100; i++) await RetryTests.Call(http, CallEffect.Read, cancel.Token);
        await cancel.CancelAsync();
        for (var i = 0; i < 100; i++) await RetryTests.Call(http, CallEffect.Read);
        Assert.Equal(300, provider.Calls);
    }

    private static async Task Cancelled(Task call, CancellationToken token)
    {
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(token, cancelled.CancellationToken);
    }
}
