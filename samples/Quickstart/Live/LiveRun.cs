using ConnectionSdk.Quickstart.Screens;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Quickstart.Live;

/// <summary>A real Powens domain: lists the user's connections, says what is wrong, and offers the repairs.</summary>
internal static class LiveRun
{
    private static readonly string[] Names = ["Connection", "Bank"];

    public static async Task<int> RunAsync(Screen screen, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder()
            .AddUserSecrets(typeof(LiveRun).Assembly, optional: true)
            .AddEnvironmentVariables()
            .Build();
        var settings = new LiveSettings(configuration);
        if (settings.WhatIsMissing() is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return ExitCode.WrongUsage;
        }

        var services = new ServiceCollection();
        services.AddConnectionSdkCore().AddPowens(settings.Section);
        await using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetService<IStartupValidator>()?.Validate();
        }
        catch (Exception wrong) when (wrong is OptionsValidationException or InvalidOperationException)
        {
            var problems = (wrong as OptionsValidationException)?.Failures ?? [wrong.Message];
            await Console.Error.WriteLineAsync("--live has settings that cannot be right:");
            foreach (var problem in problems)
            {
                await Console.Error.WriteLineAsync($"  {problem}");
            }

            return ExitCode.WrongUsage;
        }

        var client = provider.GetRequiredService<IConnectionClient>();
        var repairer = new Repairer(provider.GetRequiredService<IReconnectFlow>(), new Pace(screen.Frame), screen);
        return await RunAsync(screen, settings.User, client, repairer, cancellationToken);
    }

    private static async Task<int> RunAsync(
        Screen screen, UserRef user, IConnectionClient client, Repairer repairer, CancellationToken cancellationToken)
    {
        screen.Heading($"Connections of {user}");
        var connections = await client.ListAsync(user, cancellationToken).ToListAsync(cancellationToken);
        if (connections.Count == 0)
        {
            screen.Line("There are none.");
            return ExitCode.AsExpected;
        }

        Report.WhatIsWrong(
            screen,
            Names,
            connections.Select(connection => (SubjectOf(connection), connection)));
        var repairs = new List<Repair>();
        foreach (var connection in connections.Where(connection => connection.Status.ReconnectAllowed))
        {
            var question = $"Repair {connection.Ref} ({Words.WhatNext(connection.Status)})?";
            if (!screen.CanAsk || !await screen.ConfirmAsync(question, cancellationToken))
            {
                continue;
            }

            try
            {
                var session = await repairer.RepairAsync(connection.Ref, new LivePerson(screen), known: null, cancellationToken);
                var after = await client.GetAsync(connection.Ref, cancellationToken);
                var repair = new Repair(connection, session, after);
                Report.Ending(screen, repair);
                repairs.Add(repair);
            }
            catch (ProviderException failure)
            {
                screen.Line($"  {failure.Message}", Tone.Bad);
            }
        }

        if (repairs.Count > 0)
        {
            screen.Heading("Before and after");
            Report.BeforeAndAfter(screen, Names, repairs.Select(repair => (SubjectOf(repair.Before), repair)));
        }
        else if (!screen.CanAsk)
        {
            screen.Line("Run it in a terminal to repair them.", Tone.Quiet);
        }

        return ExitCode.AsExpected;
    }

    private static Subject SubjectOf(Connection connection) => new(null, [connection.Ref.ToString(), connection.InstitutionName ?? ""]);
}
