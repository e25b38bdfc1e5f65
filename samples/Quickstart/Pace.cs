using ConnectionSdk.Simulator;

namespace ConnectionSdk.Quickstart;

/// <summary>
/// How time goes by: as it does, or, with simulated providers, a second per frame of the display and only as far as somebody waits for it.
/// While a request is on its way the simulated clock stands, so every run is the same.
/// </summary>
internal sealed class Pace(TimeSpan frame, SimulatedClock? clock = null)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    public DateTimeOffset Now => (clock ?? TimeProvider.System).GetUtcNow();

    /// <summary>Waits for something that happens at <paramref name="due"/>, calling <paramref name="show"/> every frame.</summary>
    public async Task<T> UntilAsync<T>(Task<T> awaited, DateTimeOffset? due, Action show, CancellationToken cancellationToken)
    {
        while (!awaited.IsCompleted)
        {
            if (clock is not null && due - clock.GetUtcNow() is { } left && left > TimeSpan.Zero)
            {
                clock.Advance(left < Step ? left : Step);
            }

            show();
            await Task.WhenAny(awaited, Task.Delay(frame, TimeProvider.System, cancellationToken));
        }

        return await awaited;
    }
}
