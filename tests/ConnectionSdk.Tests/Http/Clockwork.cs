using ConnectionSdk.Simulator;

namespace ConnectionSdk.Tests.Http;

internal static class Clockwork
{
    /// <summary>Lets the waits of a call pass; a wait is a timer that is due within <paramref name="wait"/> (attempt timeouts are longer).</summary>
    public static async Task<T> PassAsync<T>(this SimulatedClock clock, Task<T> call, TimeSpan? wait = null)
    {
        var within = wait ?? TimeSpan.FromSeconds(5);
        using var done = new CancellationTokenSource();
        while (!call.IsCompleted)
        {
            await Task.WhenAny(call, clock.WaitForTimersAsync(1, within, done.Token));
            if (!call.IsCompleted && clock.WaitingTimers is [var next, ..] && next <= within) clock.Advance(next);
        }

        await done.CancelAsync();
        return await call;
    }

    public static async Task<ProviderException> FailureOf(this SimulatedClock clock, Task call, TimeSpan? wait = null) =>
        await clock.PassAsync(Assert.ThrowsAsync<ProviderException>(() => call), wait);
}
