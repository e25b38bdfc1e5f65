namespace ConnectionSdk.ReconnectWeb.Product;

/// <summary>The journal of a repair in the product's own words.</summary>
internal static class RepairWording
{
    public static HistoryEntry? Of(JournalEntry entry, ReconnectSession session)
    {
        var (title, detail) = entry.Event switch
        {
            "started" => ("A repair was started", null),
            "replied" => (Replied(entry.Note), null),
            "rejected" => ("The bank refused what was entered", "Nothing is sent again by itself, so that the bank does not lock the login."),
            "answerLost" => ("The answer was lost on its way", "It was not sent again; the connection is read to see what became of it."),
            "finished" => (Outcome(session.Outcome), Accounts(session)),
            _ => ((string?)null, (string?)null),
        };
        return title is null ? null : new HistoryEntry(entry.At, HistorySource.Repair, title, detail, Developers(entry));
    }

    public static string Outcome(ReconnectOutcome outcome) => outcome switch
    {
        ReconnectOutcome.Reconnected => "Repaired: the connection works again",
        ReconnectOutcome.NotNeeded => "There was nothing to repair",
        ReconnectOutcome.WrongAccount => "Other accounts came back than the ones connected before",
        ReconnectOutcome.Abandoned => "The repair was given up",
        ReconnectOutcome.Expired => "The repair ran out of time",
        ReconnectOutcome.WaitingForProvider => "Nothing can be done but wait for the bank",
        ReconnectOutcome.NotRepairable => "This cannot be repaired",
        _ => "The repair has ended",
    };

    private static string Replied(string? step) => step switch
    {
        nameof(UserReply.FieldValues) => "What you entered was sent to the bank",
        nameof(UserReply.RedirectReturned) => "You came back from the bank's page",
        nameof(UserReply.WidgetReturned) => "The bank's window was closed",
        nameof(UserReply.ActionDone) => "You said that it is done",
        _ => "You answered",
    };

    /// <summary>What happened to the accounts.</summary>
    private static string? Accounts(ReconnectSession session) => session.Continuity is not { Entries.Count: > 0 } report
        ? null
        : string.Join(" ", report.Entries.GroupBy(entry => (entry.Change, entry.Ambiguous)).OrderBy(group => group.Key).Select(Accounts));

    private static string Accounts(IGrouping<(AccountChange Change, bool Ambiguous), ContinuityEntry> group)
    {
        var names = string.Join(", ", group.Select(entry => entry.Name ?? "an account")) + (group.Key.Ambiguous ? " (please check: nothing proves which is which)" : "");
        return group.Key.Change switch
        {
            AccountChange.Same => $"The same as before: {names}.",
            AccountChange.Renamed => string.Join(" ", group.Select(entry => $"{entry.PreviousName} is now called {entry.Name}.")),
            AccountChange.ReIdentified => $"The same under a new id: {names}.",
            AccountChange.Missing => $"Did not come back: {names}.",
            AccountChange.Added => $"New: {names}.",
            _ => $"Unclear: {names}.",
        };
    }

    private static string? Developers(JournalEntry entry)
    {
        var parts = new[] { entry.State?.ToString(), entry.Code is null ? null : $"provider's code: {entry.Code}", entry.Note }.OfType<string>().ToList();
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }
}
