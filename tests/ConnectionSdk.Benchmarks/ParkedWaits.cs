using System.Diagnostics.CodeAnalysis;

namespace ConnectionSdk.Benchmarks;

/// <summary>What a repair that waits for the user's bank app keeps in memory: the watch itself, without its stored session.</summary>
internal static class ParkedWaits
{
    private const int Watches = 10_000;

    /// <summary>The bytes that one parked watch keeps alive.</summary>
    public static async Task<double> BytesAsync(byte[] decoupled)
    {
        var time = new StandingTime();
        var providers = Subject.Providers(new Uri("https://example-sandbox.biapi.pro/2.0/"), new FixedReply(decoupled), time);
        var flow = new ReconnectFlow(providers, timeProvider: time);
        var session = await flow.StartAsync(ConnectionRef.Parse("powens:42/1201"), new ReconnectOptions { KnownAccounts = [] }).ConfigureAwait(false);
        if (session is not { IsFinished: false, PollAt: not null })
        {
            throw new InvalidOperationException("The repair does not wait for anything.");
        }

        using var source = new CancellationTokenSource();
        await ParkAsync(flow, session.Id, 100, source.Token).ConfigureAwait(false);
        var before = Held();
        var parked = await ParkAsync(flow, session.Id, Watches, source.Token).ConfigureAwait(false);
        var bytes = (Held() - before) / (double)Watches;
        GC.KeepAlive(parked);
        await source.CancelAsync().ConfigureAwait(false);
        return bytes;
    }

    [SuppressMessage("Reliability", "CA2012:Use ValueTasks correctly", Justification = "The waits are never over; a Task for each would be measured too.")]
    private static async Task<List<ValueTask<bool>>> ParkAsync(ReconnectFlow flow, ReconnectSessionId session, int count, CancellationToken cancellationToken)
    {
        var waits = new List<ValueTask<bool>>(count);
        for (var i = 0; i < count; i++)
        {
            var watch = flow.WatchAsync(session, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await watch.MoveNextAsync().ConfigureAwait(false);
            waits.Add(watch.MoveNextAsync());
        }

        return waits.TrueForAll(static wait => !wait.IsCompleted) ? waits : throw new InvalidOperationException("A watch did not wait.");
    }

    private static long Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>A clock that stands still, with the system's own timers, which therefore never fire while this runs.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private readonly DateTimeOffset _now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.FromDays(1), period);
    }
}
