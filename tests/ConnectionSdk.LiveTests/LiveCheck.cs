namespace ConnectionSdk.LiveTests;

/// <summary>A check that settles one assumption at the provider. It never types a code, a password or an answer.</summary>
/// <param name="Id">The provider and a word: what the table and the output name it by.</param>
/// <param name="Assumption">What the adapter takes for granted.</param>
/// <param name="Needs">The variables it needs.</param>
/// <param name="Run">Looks, and says what it saw. Throws when what it saw contradicts the assumption.</param>
internal sealed record LiveCheck(string Id, string Assumption, IReadOnlyList<LiveSetting> Needs, Func<LiveWorld, Task<string>> Run)
{
    /// <summary>The variable that has to say <c>yes</c> first, for checks that change something or contact the bank.</summary>
    public LiveSetting? Permission { get; init; }
}
