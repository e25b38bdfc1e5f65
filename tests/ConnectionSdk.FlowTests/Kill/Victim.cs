using System.Diagnostics;
using System.Globalization;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>
/// A process of its own that repairs a connection until it is killed, with the signal that no program can catch. Nothing is timed: it stands still at every
/// point until it is told to go on, and so does the wire.
/// </summary>
internal sealed class Victim : IDisposable
{
    /// <summary>Only a harness that is broken gets here.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<string> _points = [];
    private readonly Func<int, string, bool> _killAt;
    private readonly KillScenario _scenario;
    private Process? _process;
    private Task<string> _complaint = Task.FromResult("");

    private Victim(KillScenario scenario, Func<int, string, bool> killAt) => (_scenario, _killAt) = (scenario, killAt);

    private bool IsKilled { get; set; }

    /// <summary>Runs the application to its end, or to the point where it is killed.</summary>
    /// <param name="scenario">What it repairs, and what its user does.</param>
    /// <param name="killAt">Whether to kill at a point, given its number and name.</param>
    /// <returns>The points it came by, the last one being where it was killed, and whether it was.</returns>
    public static async Task<(IReadOnlyList<string> Points, bool IsKilled)> RunAsync(KillScenario scenario, Func<int, string, bool> killAt)
    {
        using var victim = new Victim(scenario, killAt);
        await using var wire = RawSocketServer.Start(Wire.Between(scenario.Provider.BaseAddress, victim.ArriveAsync));
        victim.Start(wire.BaseAddress);
        await victim.TalkAsync().WaitAsync(Patience, TimeProvider.System);
        await victim._process!.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        await wire.WaitForConnectionsToEndAsync();
        return (victim._points, victim.IsKilled);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
        }

        _process?.Dispose();
    }

    private void Start(Uri wire)
    {
        string[] arguments =
        [
            typeof(Victim).Assembly.Location, _scenario.SessionFile, _scenario.Connection.ToString(), _scenario.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            .. _scenario.Settings(new Uri(wire, _scenario.ApiPath)),
        ];
        _process = Process.Start(new ProcessStartInfo("dotnet", ["exec", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        _complaint = _process.StandardError.ReadToEndAsync();
    }

    private async Task TalkAsync()
    {
        while (await _process!.StandardOutput.ReadLineAsync() is { } line)
        {
            var word = line.Split(' ', 2)[0];
            var rest = line[(word.Length + 1)..];
            if (word == "ends")
            {
                return;
            }

            if (word == "at" && await ArriveAsync(rest))
            {
                return;
            }

            var answer = word switch
            {
                "at" => "go",
                "waits" => _scenario.WaitUntil(DateTimeOffset.Parse(rest, CultureInfo.InvariantCulture)).ToString("O", CultureInfo.InvariantCulture),
                "asks" => await _scenario.ReplyAsync(Enum.Parse<RequiredActionKind>(rest.Split(' ')[0]), rest.Split(' ')[1]),
                _ => throw new InvalidOperationException($"The application says: {line}"),
            };
            await _process.StandardInput.WriteLineAsync(answer);
            await _process.StandardInput.FlushAsync();
        }

        if (!IsKilled)
        {
            throw new InvalidOperationException($"The application ended by itself, after: {string.Join(", ", _points)}. {await _complaint}");
        }
    }

    private async Task<bool> ArriveAsync(string point)
    {
        lock (_points)
        {
            if (IsKilled)
            {
                return true;
            }

            _points.Add(point);
            IsKilled = _killAt(_points.Count - 1, point);
        }

        if (IsKilled)
        {
            _process!.Kill();
            await _process.WaitForExitAsync();
        }

        return IsKilled;
    }
}
