namespace ConnectionSdk.Quickstart;

/// <summary>The vocabulary in plain words, as a product's own texts would put it.</summary>
internal static class Words
{
    public static string WhatNext(ConnectionStatus status) =>
        status is { RecoversByItself: true, Action: RequiredAction.Wait } ? "just wait" : WhatNext(status.Action);

    public static string WhatNext(RequiredAction action) => action switch
    {
        RequiredAction.None => "nothing",
        RequiredAction.Wait { NotBefore: { } at } => $"wait until {at.ToUniversalTime():yyyy-MM-dd HH:mm} UTC",
        RequiredAction.Wait => "wait",
        RequiredAction.OpenWidget => "open a widget",
        RequiredAction.ProvideFields { Fields: [_, _, ..] fields } => $"enter {fields.Count} values",
        RequiredAction.ProvideFields => "enter a code",
        RequiredAction.ApproveElsewhere => "approve in app",
        RequiredAction.FollowRedirect => "follow a link",
        RequiredAction.VisitInstitution => "act at the bank",
        RequiredAction.StartOver => "connect anew",
        RequiredAction.ContactSupport => "ask support",
        _ => action.Kind.ToString(),
    };

    public static string ByWhom(Actor actor) => actor switch
    {
        Actor.EndUser => "user",
        Actor.Integrator => "integrator",
        Actor.Provider => "provider",
        Actor.Institution => "bank",
        _ => "nobody",
    };

    public static string Explain(Repair repair) => repair.Session?.Outcome switch
    {
        null => $"{repair.Before.Status.Provider.Code} is a word this version does not know; keep the last known state and tell the developer",
        ReconnectOutcome.Reconnected => $"it works again; accounts: {Accounts(repair.Session)}",
        ReconnectOutcome.NotNeeded => "it works, there was nothing to repair",
        ReconnectOutcome.WrongAccount =>
            $"other accounts came back ({Accounts(repair.Session)}); ask for the right login, nothing was deleted",
        ReconnectOutcome.Abandoned => "the user gave up; the connection is as it was and can be repaired later",
        ReconnectOutcome.Expired => "nobody was done in time; start again",
        ReconnectOutcome.WaitingForProvider =>
            $"nothing the user or you can do, it is up to the {ByWhom(repair.Session.Action.Actor)}; the next attempt comes by itself"
            + (repair.After.NextAttemptAt is { } at ? $" at {at.ToUniversalTime():HH:mm} UTC" : ""),
        _ => NotRepairable(repair),
    };

    /// <summary>What happened to the accounts.</summary>
    public static string Accounts(ReconnectSession? session) => session?.Continuity is not { Entries.Count: > 0 } report
        ? "-"
        : string.Join(", ", report.Entries
            .GroupBy(entry => (entry.Ambiguous, entry.Change)).OrderBy(group => group.Key).Select(group => Accounts(group.Key.Change, [.. group])))
            + (report.Entries.Any(entry => entry.Ambiguous) ? " (not sure: check)" : "");

    private static string Accounts(AccountChange change, IReadOnlyList<ContinuityEntry> entries) => (change, entries) switch
    {
        (AccountChange.Same, _) => $"{entries.Count} same",
        (AccountChange.Renamed, _) => string.Join(", ", entries.Select(entry => $"{entry.PreviousName} is now {entry.Name}")),
        (AccountChange.ReIdentified, [var entry]) => $"{entry.Name} has a new id ({Evidence(entries)})",
        (AccountChange.ReIdentified, _) => $"{entries.Count} have new ids ({Evidence(entries)})",
        (AccountChange.Missing, [var entry]) => $"{entry.Name} missing",
        (AccountChange.Missing, _) => $"{entries.Count} missing",
        (AccountChange.Added, [var entry]) => $"{entry.Name} new",
        (AccountChange.Added, _) => $"{entries.Count} new",
        _ => $"{entries.Count} unclear",
    };

    private static string Evidence(IReadOnlyList<ContinuityEntry> entries)
    {
        var evidence = string.Join(" or ", entries.Select(entry => Evidence(entry.Evidence)).Distinct(StringComparer.Ordinal));
        return $"{evidence}{(entries.All(entry => entry.Enabled) ? "" : ", switched off")}";
    }

    private static string Evidence(string? evidence) => evidence switch
    {
        "iban" => "same IBAN",
        "maskedNumber" => "same last digits",
        _ => $"same {evidence}",
    };

    private static string NotRepairable(Repair repair) => repair.After.Status.State switch
    {
        ConnectionState.Deleted => "it is gone at the provider; offer the user a new connection",
        ConnectionState.Disconnected => "it was switched off for good, its history is kept; offer the user a new connection",
        ConnectionState.Failed => $"it never worked ({repair.After.Status.Reason}); the user starts over, perhaps with another bank",
        _ => $"it cannot be repaired now ({repair.After.Status.Reason}); "
            + $"next: {WhatNext(repair.Session!.Action)}, by the {ByWhom(repair.Session.Action.Actor)}",
    };
}
