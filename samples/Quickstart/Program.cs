using ConnectionSdk;
using ConnectionSdk.Quickstart;
using ConnectionSdk.Quickstart.Live;
using ConnectionSdk.Quickstart.Screens;
using ConnectionSdk.Quickstart.Simulation;

var commandLine = CommandLine.Parse(args);
if (commandLine.Problem is { } problem)
{
    await Console.Error.WriteLineAsync($"{problem}{Environment.NewLine}{Environment.NewLine}{CommandLine.Usage}");
    return ExitCode.WrongUsage;
}

if (commandLine.Help)
{
    Console.WriteLine(CommandLine.Usage);
    return ExitCode.AsExpected;
}

var screen = Screen.OfThisProcess();
if (commandLine.Interactive && !screen.CanAsk)
{
    await Console.Error.WriteLineAsync("--interactive needs a terminal to ask on; input or output is redirected here.");
    return ExitCode.WrongUsage;
}

// The simulation takes seconds. If it ever hangs, a build must hear of it.
using var tooLong = commandLine is { Live: false, Interactive: false }
    ? new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System)
    : new CancellationTokenSource();
using var stopping = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token);
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl+C ends the repair on its way properly; a second one ends the process.
    pressed.Cancel = !stopping.IsCancellationRequested;
    stopping.Cancel();
};

try
{
    return commandLine.Live
        ? await LiveRun.RunAsync(screen, stopping.Token)
        : await SimulatedRun.RunAsync(screen, commandLine.Interactive, stopping.Token);
}
catch (OperationCanceledException) when (tooLong.IsCancellationRequested)
{
    screen.Line("The simulation did not end within two minutes.", Tone.Bad);
    return ExitCode.Failed;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    screen.Line("");
    screen.Line("Stopped. The repair on its way was ended; nothing more is sent.", Tone.Attention);
    return ExitCode.Stopped;
}
catch (ConnectionSdkException failure)
{
    screen.Line(failure.Message, Tone.Bad);
    return ExitCode.Failed;
}
