using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConnectionSdk.Benchmarks;

/// <summary>Runs pieces of work in turns and takes the medians, so that a busy machine bothers all of them alike.</summary>
internal static class Comparison
{
    private const int Rounds = 9;

    public static async Task<Cost[]> RunAsync(int calls, params Func<Task>[] works)
    {
        foreach (var work in works)
        {
            await RepeatAsync(work, calls / 2).ConfigureAwait(false);
        }

        var rounds = works.Select(_ => new List<Cost>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < works.Length; i++)
            {
                rounds[i].Add(await MeasureAsync(works[i], calls).ConfigureAwait(false));
            }
        }

        return [.. rounds.Select(costs => new Cost(Median(costs.Select(cost => cost.Microseconds)), Median(costs.Select(cost => cost.Bytes))))];
    }

    private static async Task<Cost> MeasureAsync(Func<Task> work, int calls)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        await RepeatAsync(work, calls).ConfigureAwait(false);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new Cost(elapsed.TotalMicroseconds / calls, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)calls);
    }

    private static async Task RepeatAsync(Func<Task> work, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            await work().ConfigureAwait(false);
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

/// <summary>What one call costs.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cost(double Microseconds, double Bytes);
