using System.Diagnostics;
using System.Text;

namespace ConnectionSdk.PackageTests.Packing;

/// <summary>Runs a program to its end, and says what it printed when it fails.</summary>
internal static class Cli
{
    /// <summary>Long enough for a busy machine; a program that hangs is ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    // What an outer test run or git hook sets for itself would change what the program does.
    private static readonly string[] NotHandedOn = ["MSBuild", "VSTEST", "GIT_", "DOTNET_HOST_PATH", "CONNECTIONSDK_"];

    public static Task<string> DotnetAsync(string folder, params string[] arguments) => RunAsync("dotnet", folder, arguments);

    public static Task<string> GitAsync(string folder, params string[] arguments) => RunAsync("git", folder, arguments);

    private static async Task<string> RunAsync(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => NotHandedOn.Any(each => name.StartsWith(each, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["CI"] = "true";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        var reading = Task.WhenAll(CopyAsync(process.StandardOutput, output), CopyAsync(process.StandardError, output));
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{Line()} did not end within {Patience}.\n{Text(output)}", late);
        }

        // A build server that outlives the command may keep the pipe open: what it would still print does not matter.
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, CancellationToken.None));
        return process.ExitCode == 0 ? Text(output) : throw new InvalidOperationException($"{Line()} ended with {process.ExitCode}.\n{Text(output)}");

        string Line() => $"{program} {string.Join(' ', arguments)} in {folder}";
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to)
    {
        while (await from.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (to)
            {
                to.AppendLine(line);
            }
        }
    }

    private static string Text(StringBuilder output)
    {
        lock (output)
        {
            return output.ToString();
        }
    }
}
