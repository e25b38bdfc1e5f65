using System.Globalization;

namespace ConnectionSdk.ReconnectWeb;

/// <summary>What was asked for on the command line.</summary>
internal sealed record CommandLine(int Port, bool Help = false, string? Problem = null)
{
    public const int UsualPort = 5080;

    public static string Usage { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Usage: dotnet run --project samples/ReconnectWeb [-- --port <number>]

          --port <number>   the port to listen on, 0 for any free one; {UsualPort} when left out
          --help            this text
        """);

    public static CommandLine Parse(string[] arguments) => arguments switch
    {
        [] => new CommandLine(UsualPort),
        ["--help" or "-h"] => new CommandLine(UsualPort, Help: true),
        ["--port", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535 => new CommandLine(port),
        ["--port", ..] => new CommandLine(UsualPort, Problem: "--port needs a number from 0 to 65535."),
        [var other, ..] => new CommandLine(UsualPort, Problem: $"\"{other}\" is not an option."),
    };
}
