using System.Globalization;
using Xunit.Abstractions;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>
/// A process that repairs a connection is killed (SIGKILL) where it hurts; another one comes up with the stored sessions alone. The bank has then seen
/// everything once, a wrong code has been counted, and the repair reaches its end.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const string PowensCode = "Powens code";
    private const string PowensWrongCode = "Powens wrong code";
    private const string PowensChain = "Powens consent, approval, code";
    private const string FlinksQuestion = "Flinks question";
    private const string FlinksWrongAnswer = "Flinks wrong answer";
    private const string AerosyncWidget = "Aerosync widget";
    private const string AraucariaWidget = "Araucaria widget";
    private const string PowensUpdate = "POST /2.0/users/me/connections/*";
    private const string FlinksAuthorize = "POST /v3/*/BankingServices/Authorize";

    [Theory]
    [InlineData(PowensCode, "store Submitting: after")]
    [InlineData(PowensCode, PowensUpdate + ": before")]
    [InlineData(PowensCode, PowensUpdate + ": half")]
    [InlineData(PowensCode, PowensUpdate + ": sent")]
    [InlineData(PowensCode, PowensUpdate + ": answered")]
    [InlineData(PowensCode, "store Finished: before")]
    [InlineData(PowensWrongCode, PowensUpdate + ": sent")]
    [InlineData(PowensWrongCode, PowensUpdate + ": answered")]
    [InlineData(PowensWrongCode, "store AwaitingUser: half", 2)]
    [InlineData(PowensChain, PowensUpdate + ": sent")]
    [InlineData(PowensChain, PowensUpdate + ": answered", 2)]
    [InlineData(FlinksQuestion, FlinksAuthorize + ": sent", 2)]
    [InlineData(FlinksQuestion, FlinksAuthorize + ": half", 3)]
    [InlineData(FlinksQuestion, FlinksAuthorize + ": sent", 3)]
    [InlineData(FlinksQuestion, FlinksAuthorize + ": answered", 3)]
    [InlineData(FlinksWrongAnswer, FlinksAuthorize + ": sent", 3)]
    [InlineData(AerosyncWidget, "store Submitting: before")]
    [InlineData(AerosyncWidget, "store Submitting: after")]
    [InlineData(AraucariaWidget, "store Finished: half")]
    public async Task After_a_kill_the_bank_has_seen_everything_once(string scenario, string point, int time = 1)
    {
        var left = time;

        var (points, isKilled, problem) = await KillAsync(scenario, (_, at) => at == point && --left == 0);

        Assert.True(isKilled, $"It never comes to {point}. It comes to: {string.Join(", ", points)}");
        Assert.True(problem is null, problem);
    }

    [LongFormTheory]
    [InlineData(PowensCode)]
    [InlineData(PowensWrongCode)]
    [InlineData(PowensChain)]
    [InlineData(FlinksQuestion)]
    [InlineData(FlinksWrongAnswer)]
    [InlineData(AerosyncWidget)]
    [InlineData(AraucariaWidget)]
    public async Task Wherever_it_is_killed_the_bank_has_seen_everything_once(string scenario)
    {
        var problems = new List<string>();
        var kills = 0;
        for (var round = 1; round <= LongFormTheoryAttribute.Rounds; round++)
        {
            // The last one runs to its end.
            var isKilled = true;
            for (var stop = 0; isKilled; stop++)
            {
                var at = stop;
                (_, isKilled, var problem) = await KillAsync(scenario, (number, _) => number == at);
                kills += isKilled ? 1 : 0;
                problems.AddRange(problem is null ? [] : [problem]);
            }
        }

        output.WriteLine($"{scenario}: killed {kills} times");
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    /// <summary>Kills once and restarts; what is wrong then, or null.</summary>
    private static async Task<(IReadOnlyList<string> Points, bool IsKilled, string? Problem)> KillAsync(string name, Func<int, string, bool> killAt)
    {
        await using var scenario = Make(name);
        await scenario.Provider.StartAsync();
        var (points, isKilled) = await Victim.RunAsync(scenario, killAt);
        var (session, waited) = await scenario.RestartAsync();
        string[] wrong =
        [
            .. scenario.IsExpected(session.Outcome) ? Array.Empty<string>() : [$"ends as {session.Outcome} ({session.Journal[^1].Note})"],
            .. scenario.Sent.Where(each => each.Value > scenario.Most).Select(each => $"{each.Key}: {each.Value.ToString(CultureInfo.InvariantCulture)}"),
            .. scenario.Provider.Bank.Logins.Where(login => login.IsLocked).Select(login => $"{login.Name} is locked"),
            .. waited <= new ReconnectFlowOptions().ReplyLease + TimeSpan.FromMinutes(1) ? Array.Empty<string>() : [$"waits {waited}"],
        ];
        return (points, isKilled, wrong.Length == 0 ? null : $"{name}, killed at {points.Count}, {points[^1]}: {string.Join(", ", wrong)}");
    }

    private static KillScenario Make(string name) => name switch
    {
        PowensCode => new PowensKill(setup => setup.NeedsOtp(PowensKill.RightCode), PowensKill.RightCode),
        PowensWrongCode => new PowensKill(setup => setup.NeedsOtp(PowensKill.RightCode), "111111"),
        PowensChain => new PowensKill(setup => setup.NeedsConsent().NeedsApproval().NeedsOtp(PowensKill.RightCode), PowensKill.RightCode),
        FlinksQuestion => new FlinksKill(FlinksKill.RightAnswer),
        FlinksWrongAnswer => new FlinksKill("Atlantis"),
        AerosyncWidget => new AerosyncKill(),
        AraucariaWidget => new AraucariaKill(),
        _ => throw new ArgumentException($"No scenario is called {name}.", nameof(name)),
    };
}
