using System.Globalization;
using ConnectionSdk.Simulator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>
/// An application of somebody who uses the SDK, in a process of its own: it repairs one connection, and says on its output where it is and what the user
/// has to do. At each point it waits to be told to go on. It is the one that gets killed.
/// </summary>
internal static class Application
{
    /// <summary>Longer than every pause between looks and attempts, and shorter than every deadline of a call.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Started by <see cref="Victim"/>: the file of the sessions, the connection, the time, settings as <c>name=value</c>, known accounts.</summary>
    public static async Task<int> Main(string[] args)
    {
        var clock = new SimulatedClock();
        clock.SetUtcNow(DateTimeOffset.Parse(args[2], CultureInfo.InvariantCulture));
        var store = new FileSessionStore(args[0], point => TellAsync($"at {point}"));
        await using var services = Build(args[3..], store, clock);
        var flow = services.GetRequiredService<IReconnectFlow>();

        var session = await RunAsync(clock, flow.StartAsync(ConnectionRef.Parse(args[1]), KnownAccounts.Options(args)));
        while (!session.IsFinished)
        {
            if (session.PollAt is { } at && session.Action is RequiredAction.Wait or RequiredAction.ApproveElsewhere)
            {
                clock.SetUtcNow(DateTimeOffset.Parse(await AskAsync($"waits {session.PollAt:O}"), CultureInfo.InvariantCulture));
                session = await RunAsync(clock, flow.PollAsync(session.Id));
            }
            else
            {
                var reply = UserReplies.Parse(await AskAsync($"asks {session.Action.Kind} {UserReplies.LinkOf(session.Action)}"));
                session = await RunAsync(clock, flow.ReplyAsync(session.Id, reply));
            }
        }

        await Console.Out.WriteLineAsync($"ends {session.Outcome}");
        return 0;
    }

    /// <summary>The same application, here or there, over the sessions that an earlier process may have left.</summary>
    public static ServiceProvider Build(IEnumerable<string> settings, IReconnectSessionStore store, TimeProvider clock)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Where(static setting => !KnownAccounts.Is(setting)).Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create<string, string?>($"ConnectionSdk:{pair[0]}", pair[1])))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddSingleton(store);
        services.AddConnectionSdk(configuration.GetSection("ConnectionSdk"));
        return services.BuildServiceProvider();
    }

    public static async Task<T> RunAsync<T>(SimulatedClock clock, Task<T> work)
    {
        await clock.AdvanceUntilAsync(work, Pause);
        return await work;
    }

    private static async Task TellAsync(string what)
    {
        if (await AskAsync(what) != "go")
        {
            throw new InvalidOperationException("Something else than go.");
        }
    }

    private static async Task<string> AskAsync(string what)
    {
        await Console.Out.WriteLineAsync(what);
        await Console.Out.FlushAsync();
        return await Console.In.ReadLineAsync() ?? throw new InvalidOperationException("Nobody is there any more.");
    }
}
