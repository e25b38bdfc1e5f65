using System.Text.Json.Serialization;

namespace ConnectionSdk;

/// <summary>What happened to the accounts of a connection across a repair.</summary>
/// <param name="Entries">One entry for every account before and every added one.</param>
public sealed record ContinuityReport(IReadOnlyList<ContinuityEntry> Entries)
{
    /// <summary>Whether every account came back under its id.</summary>
    [JsonIgnore]
    public bool AllSame => Entries.All(entry => entry.Change is AccountChange.Same or AccountChange.Renamed);

    /// <summary>
    /// Whether other accounts came back than were connected before: there were some, none of them was found again, and others are there instead.
    /// </summary>
    [JsonIgnore]
    public bool IsWrongAccount =>
        Entries.Any(entry => entry.Change == AccountChange.Missing)
        && Entries.Any(entry => entry.Change == AccountChange.Added)
        && Entries.All(entry => entry is { Change: AccountChange.Missing or AccountChange.Added, Ambiguous: false });
}
