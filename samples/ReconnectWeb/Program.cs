using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using ConnectionSdk.ReconnectWeb;

[assembly: SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "The entry point has none.")]

var commandLine = CommandLine.Parse(args);
if (commandLine.Problem is { } problem)
{
    await Console.Error.WriteLineAsync($"{problem}{Environment.NewLine}{Environment.NewLine}{CommandLine.Usage}");
    return 2;
}

if (commandLine.Help)
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

try
{
    await using var app = await ReconnectWebApp.StartAsync(new ReconnectWebSettings { Port = commandLine.Port });
    Console.WriteLine(
        $"""
        Open {app.Address}

          1. Continue as Amélie Laurent, and press Continue at Banque Rivage.
          2. The code is on her phone: {app.Address}simulator, best in a second window.
          3. Withdraw an access or take a bank down there, and watch the list change by itself.

        Four simulated providers run in this process; nothing leaves this machine. Ctrl+C stops.
        """);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (SocketException failure) when (commandLine.Port != 0)
{
    await Console.Error.WriteLineAsync($"Port {commandLine.Port} cannot be used ({failure.Message}). Choose another one with --port, or 0 for any free one.");
    return 1;
}
