namespace ConnectionSdk.Quickstart;

/// <summary>What was asked for on the command line.</summary>
internal sealed record CommandLine(bool Help, bool Interactive, bool Live, string? Problem)
{
    public const string Usage = """
        ConnectionSdk quickstart: finds out what is wrong with bank connections and repairs them with their users.

        Usage: dotnet run --project samples/Quickstart [-- options]

          (no option)     repair a fleet of broken connections of simulated providers; nothing leaves this machine
          --interactive   the same, and you type the codes that the simulated bank sends
          --live          read a real Powens user's connections and offer to repair them
                          (settings from environment variables or user secrets; missing ones are named)
          --help          this text

        When the output is no terminal it is plain lines without colours, and nothing is asked.
        NO_COLOR=1 switches colours off.

        Exit codes: 0 all as expected, 1 something went wrong, 2 wrong usage or missing settings, 130 stopped with Ctrl+C.
        """;

    public static CommandLine Parse(IEnumerable<string> arguments)
    {
        var parsed = new CommandLine(Help: false, Interactive: false, Live: false, Problem: null);
        foreach (var argument in arguments)
        {
            parsed = argument switch
            {
                "--help" or "-h" or "-?" => parsed with { Help = true },
                "--interactive" => parsed with { Interactive = true },
                "--live" => parsed with { Live = true },
                _ => parsed with { Problem = parsed.Problem ?? $"Unknown option: {argument}" },
            };
        }

        return parsed is { Interactive: true, Live: true, Problem: null }
            ? parsed with { Problem = "--interactive belongs to the simulation; with --live you are always asked." }
            : parsed;
    }
}
