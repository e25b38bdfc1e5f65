using System.Diagnostics;
using System.Globalization;
using ConnectionSdk.Powens;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Benchmarks;

/// <summary>Construction and the first call over loopback, each time in a process of its own: nothing is compiled, opened or cached yet.</summary>
internal static class ColdStart
{
    public const string Argument = "cold";

    private const int Rounds = 9;

    public static async Task ReportAsync()
    {
        string[] ways = ["floor", "without-container", "with-container"];
        var times = ways.ToDictionary(static way => way, static _ => new List<double>(), StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var way in ways)
            {
                times[way].Add(await InAnotherProcessAsync(way).ConfigureAwait(false));
            }
        }

        var floor = Comparison.Median(times["floor"]);
        Console.WriteLine();
        Console.WriteLine($"Construction and first call, cold: floor {floor:0} ms.");
        foreach (var (way, goal) in new[] { ("without-container", 1.4), ("with-container", 2.0) })
        {
            var median = Comparison.Median(times[way]);
            Console.WriteLine($"{way}: {median:0} ms, {median / floor:0.00}x (goal {goal:0.0}x).");
        }
    }

    /// <summary>What the other process does: prints the milliseconds and nothing else.</summary>
    public static async Task<int> RunAsync(string way, byte[] body, ConnectionRef connection)
    {
        using var server = new LoopbackServer(body);
        var start = Stopwatch.GetTimestamp();
        switch (way)
        {
            case "floor":
                using (var handler = new SocketsHttpHandler())
                using (var floor = new Floor(server.Address, handler))
                {
                    await floor.GetAsync(connection.ConnectionId, CancellationToken.None).ConfigureAwait(false);
                }

                break;
            case "without-container":
                await new Subject(server.Address, handler: null).GetAsync(connection, CancellationToken.None).ConfigureAwait(false);
                break;
            default:
                var services = new ServiceCollection();
                services.AddSingleton<IPowensUserTokens, Subject.Tokens>();
                services.AddConnectionSdkCore().AddPowens(options => Subject.Configure(options, server.Address));
                var container = services.BuildServiceProvider();
                await using (container.ConfigureAwait(false))
                {
                    await container.GetRequiredService<IConnectionClient>().GetAsync(connection, CancellationToken.None).ConfigureAwait(false);
                }

                break;
        }

        Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("0.000", CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task<double> InAnotherProcessAsync(string way)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Argument, way]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        return double.Parse(text, CultureInfo.InvariantCulture);
    }
}
