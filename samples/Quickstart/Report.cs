using ConnectionSdk.Quickstart.Screens;

namespace ConnectionSdk.Quickstart;

/// <summary>What is printed about connections and repairs.</summary>
internal static class Report
{
    /// <summary>What is wrong: state, reason, what must happen, by whom.</summary>
    public static void WhatIsWrong(Screen screen, IReadOnlyList<string> names, IEnumerable<(Subject Subject, Connection Connection)> entries) =>
        screen.Table(
            [.. names, "State", "Reason", "What must happen", "By whom"],
            [.. entries.Select(entry => new Row(entry.Subject.Group, [
                .. entry.Subject.Names.Select(name => new Cell(name)),
                StateCell(entry.Connection.Status.State),
                entry.Connection.Status.Reason.Value,
                Words.WhatNext(entry.Connection.Status),
                Words.ByWhom(entry.Connection.Status.Action.Actor)]))]);

    /// <summary>Before and after, how the repair ended, and what happened to the accounts.</summary>
    public static void BeforeAndAfter(Screen screen, IReadOnlyList<string> names, IEnumerable<(Subject Subject, Repair Repair)> entries) =>
        screen.Table(
            [.. names, "Before", "After", "Outcome", "Accounts"],
            [.. entries.Select(entry => new Row(entry.Subject.Group, [
                .. entry.Subject.Names.Select(name => new Cell(name)),
                StateCell(entry.Repair.Before.Status.State),
                StateCell(entry.Repair.After.Status.State),
                OutcomeCell(entry.Repair.Session?.Outcome),
                Words.Accounts(entry.Repair.Session)]))]);

    /// <summary>How a repair ended, in a sentence.</summary>
    public static void Ending(Screen screen, Repair repair) =>
        screen.Line($"  => {OutcomeText(repair.Session?.Outcome)}: {Words.Explain(repair)}", OutcomeTone(repair.Session?.Outcome));

    /// <summary>What removing a connection would do.</summary>
    public static void Removal(Screen screen, string title, RemovalPlan plan)
    {
        var verdict = plan.Allowed ? plan.DestroysHistory ? "possible, and destroys history" : "possible" : "refused";
        screen.Line($"{title}: {verdict}", plan.Allowed && !plan.DestroysHistory ? Tone.Good : Tone.Attention);
        Part("why", plan.Refusal);
        Part("lost", string.Join(", ", plan.Loses));
        Part("kept", string.Join(", ", plan.Keeps));
        foreach (var alternative in plan.Alternatives)
        {
            Part("instead", alternative);
        }

        void Part(string label, string? text)
        {
            if (!string.IsNullOrEmpty(text))
            {
                screen.Line($"  {label}: {text}");
            }
        }
    }

    /// <summary>How many repairs ended how, and what became of all accounts.</summary>
    public static void Summary(Screen screen, IReadOnlyList<Repair> repairs)
    {
        var repaired = repairs.Count(repair => repair.Session?.Outcome == ReconnectOutcome.Reconnected);
        var all = repairs
            .Where(repair => repair.Session?.Outcome != ReconnectOutcome.WrongAccount)
            .SelectMany(repair => repair.Session?.Continuity?.Entries ?? [])
            .ToList();
        var entries = all.Where(entry => !entry.Ambiguous).ToLookup(entry => entry.Change);
        var unsure = all.Count(entry => entry is { Ambiguous: true, Change: AccountChange.Missing });
        var wrong = repairs.Count(repair => repair.Session?.Outcome == ReconnectOutcome.WrongAccount);
        screen.Line($"{repairs.Count} connections: {repaired} work again, {repairs.Count - repaired} do not and say why.");
        screen.Line(
            $"Accounts: {entries[AccountChange.Same].Count()} the same, {entries[AccountChange.Renamed].Count()} renamed, "
            + $"{entries[AccountChange.ReIdentified].Count()} known again under a new id, {entries[AccountChange.Missing].Count()} missing, "
            + $"{entries[AccountChange.Added].Count()} new, {unsure} not told apart; {wrong} repair{(wrong == 1 ? "" : "s")} ended with somebody else's.");
    }

    private static Cell StateCell(ConnectionState state) => new(state.ToString(), state switch
    {
        ConnectionState.Active => Tone.Good,
        ConnectionState.Pending or ConnectionState.Connecting or ConnectionState.Degraded or ConnectionState.ActionRequired =>
            Tone.Attention,
        ConnectionState.Unknown => Tone.Plain,
        _ => Tone.Bad,
    });

    private static Cell OutcomeCell(ReconnectOutcome? outcome) => new(OutcomeText(outcome), OutcomeTone(outcome));

    private static string OutcomeText(ReconnectOutcome? outcome) => outcome?.ToString() ?? "(not tried)";

    private static Tone OutcomeTone(ReconnectOutcome? outcome) => outcome switch
    {
        ReconnectOutcome.Reconnected or ReconnectOutcome.NotNeeded => Tone.Good,
        null or ReconnectOutcome.WaitingForProvider or ReconnectOutcome.Abandoned => Tone.Attention,
        _ => Tone.Bad,
    };
}
