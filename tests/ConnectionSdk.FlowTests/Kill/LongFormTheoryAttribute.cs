using System.Globalization;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>Runs when <see cref="Variable"/> says how many rounds; CONTRIBUTING.md has the command.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFormTheoryAttribute : TheoryAttribute
{
    public const string Variable = "CONNECTIONSDK_KILL_ROUNDS";

    public LongFormTheoryAttribute() => Skip = Rounds > 0 ? null : $"Takes minutes: set {Variable} to the number of rounds.";

    public static int Rounds => int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 0;
}
