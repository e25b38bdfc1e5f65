using ConnectionSdk.Quickstart.Screens;
using ConnectionSdk.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Quickstart.Simulation;

/// <summary>The main job, on simulated providers: read the connections, say what is wrong, repair each with its user, compare.</summary>
internal static class SimulatedRun
{
    private static readonly string[] Names = ["Case"];

    public static async Task<int> RunAsync(Screen screen, bool interactive, CancellationToken cancellationToken)
    {
        var clock = new SimulatedClock();
        var bank = new SimulatedBank(clock);
        IReadOnlyList<IFleet> fleets =
        [
            new PowensFleet(clock, bank, screen, interactive),
            new AerosyncFleet(clock, bank, screen),
            new AraucariaFleet(clock, bank, screen),
            new FlinksFleet(clock, bank, screen),
        ];
        try
        {
            return await RunAsync(fleets, clock, bank, screen, interactive, cancellationToken);
        }
        finally
        {
            foreach (var fleet in fleets)
            {
                await fleet.DisposeAsync();
            }
        }
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<IFleet> fleets, SimulatedClock clock, SimulatedBank bank, Screen screen, bool interactive, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        var sdk = services.AddConnectionSdkCore();
        var scenarios = new List<Scenario>();
        foreach (var fleet in fleets)
        {
            scenarios.AddRange(await fleet.StartAsync(cancellationToken));
            fleet.Register(sdk);
        }

        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IConnectionClient>();
        var repairer = new Repairer(provider.GetRequiredService<IReconnectFlow>(), new Pace(screen.Frame, clock), screen);

        var known = new List<IReadOnlyList<Account>?>(scenarios.Count);
        foreach (var scenario in scenarios)
        {
            known.Add(scenario.Breaks is null ? null : await client.GetAccountsAsync(scenario.Connection, cancellationToken));
            scenario.Breaks?.Invoke();
        }

        screen.Line($"ConnectionSdk quickstart: {scenarios.Count} connections at {fleets.Count} simulated providers, over real HTTP; nothing leaves this machine.");
        screen.Heading("What is wrong");
        var before = await screen.EachAsync(
            "reading the connections", scenarios, scenario => client.GetAsync(scenario.Connection, cancellationToken));
        Report.WhatIsWrong(screen, Names, scenarios.Select(SubjectOf).Zip(before));

        screen.Heading("Repairing");
        var repairs = new List<Repair>(scenarios.Count);
        for (var index = 0; index < scenarios.Count; index++)
        {
            var scenario = scenarios[index];
            screen.Line($"{index + 1}/{scenarios.Count} {Label(scenario)}: {scenario.Title}", Tone.Strong);
            var repair = await RepairAsync(screen, scenario, before[index], known[index], client, repairer, cancellationToken);
            Report.Ending(screen, repair);
            repairs.Add(repair);
        }

        screen.Heading("Before and after");
        Report.BeforeAndAfter(screen, Names, scenarios.Select(SubjectOf).Zip(repairs));

        screen.Heading("What removing would do (planned, not done)");
        foreach (var scenario in scenarios.Where(scenario => scenario.ShowsRemovalPlan))
        {
            var plan = await client.PlanRemovalAsync(scenario.Connection, cancellationToken);
            Report.Removal(screen, $"{Label(scenario)}: {scenario.Title}", plan);
        }

        screen.Heading("Summary");
        Report.Summary(screen, repairs);
        return Judge(screen, scenarios, repairs, BankTally.Of(bank), fleets.Sum(fleet => fleet.Calls.Count("DELETE")), interactive);
    }

    /// <summary>Repairs a connection, unless its state is not understood: nobody bothers a user with that.</summary>
    private static async Task<Repair> RepairAsync(
        Screen screen,
        Scenario scenario,
        Connection before,
        IReadOnlyList<Account>? known,
        IConnectionClient client,
        Repairer repairer,
        CancellationToken cancellationToken)
    {
        if (before.Status.State == ConnectionState.Unknown)
        {
            return new Repair(before, null, before);
        }

        if (before.Status.State == ConnectionState.Revoked)
        {
            await ShowRefusalAsync(screen, client, scenario.Connection, cancellationToken);
        }

        var session = await repairer.RepairAsync(scenario.Connection, scenario.Person, known, cancellationToken);
        return new Repair(before, session, await client.GetAsync(scenario.Connection, cancellationToken));
    }

    /// <summary>The user withdrew access, so reading the data is refused before anything is sent.</summary>
    private static async Task ShowRefusalAsync(Screen screen, IConnectionClient client, ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetAccountsAsync(connection, cancellationToken);
            screen.Line("  the accounts were read although access was withdrawn", Tone.Bad);
        }
        catch (AccessRevokedException)
        {
            screen.Line("  reading its accounts is refused here, nothing is sent; the user decides to reconnect", Tone.Quiet);
        }
    }

    private static Subject SubjectOf(Scenario scenario) => new(Label(scenario), [scenario.Title]);

    private static string Label(Scenario scenario) => scenario.Connection.Provider.ToString();

    /// <summary>Whether every case ended as it must, by the connections and by what the bank saw. A person may end them otherwise.</summary>
    private static int Judge(
        Screen screen, IReadOnlyList<Scenario> scenarios, List<Repair> repairs, BankTally tally, int removals, bool interactive)
    {
        screen.Line($"The banks saw {tally}.");
        screen.Line($"The providers saw {removals} requests to remove anything.");
        if (interactive)
        {
            return ExitCode.AsExpected;
        }

        var surprises = scenarios.Zip(repairs, Surprise).OfType<string>().ToList();
        surprises.ForEach(surprise => screen.Line(surprise, Tone.Bad));
        return surprises.Count == 0 && tally.IsClean && removals == 0 ? ExitCode.AsExpected : ExitCode.Failed;
    }

    private static string? Surprise(Scenario scenario, Repair repair)
    {
        var expected = (scenario.Before, scenario.Outcome, scenario.After);
        var actual = (repair.Before.Status.State, repair.Session?.Outcome, repair.After.Status.State);
        return expected == actual ? null : $"{Label(scenario)}: {scenario.Title}: expected {expected}, got {actual}.";
    }
}
