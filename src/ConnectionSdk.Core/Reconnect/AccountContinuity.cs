namespace ConnectionSdk;

/// <summary>
/// Compares the accounts of a connection before and after a repair: one to one by id, then IBAN, then number, then masked number with
/// institution, type and currency. A tie is never guessed, and an id that shows another number is not believed.
/// </summary>
public static class AccountContinuity
{
    private static readonly (string Evidence, double Confidence, Func<AccountMark, AccountMark, bool> Fits)[] Evidences =
    [
        ("iban", 0.99, static (old, now) => old.HasIbanOf(now)),
        ("number", 0.95, static (old, now) => old.HasNumberOf(now) && !old.HasOtherNumberThan(now)),
        ("maskedNumber", 0.8, static (old, now) => old.HasMaskedNumberOf(now)),
    ];

    /// <summary>Compares two lists of accounts.</summary>
    /// <param name="before">The accounts before.</param>
    /// <param name="after">The accounts after; those the bank no longer shows count as missing.</param>
    public static ContinuityReport Compare(IReadOnlyList<Account> before, IReadOnlyList<Account> after) =>
        Compare(Mark(before, ""), Mark(after, ""));

    internal static List<AccountMark> Mark(IEnumerable<Account> accounts, string salt) =>
        accounts.Where(account => account.PresentAtBank).Select(account => AccountMark.Of(account, salt)).ToList();

    internal static ContinuityReport Compare(List<AccountMark> before, List<AccountMark> after)
    {
        var entries = new List<ContinuityEntry>();
        var lost = before.Distinct().ToList();
        var found = after.Distinct().ToList();
        var tied = new HashSet<AccountMark>(ReferenceEqualityComparer.Instance);
        Match("id", 1, static (old, now) => old.HasIdOf(now) && !old.IsCertainlyNot(now) && !old.ShowsOtherDigitsThan(now), lost, found, entries);
        foreach (var (evidence, confidence, fits) in Evidences)
        {
            bool FitsUntied(AccountMark old, AccountMark now) => !tied.Contains(old) && !tied.Contains(now) && fits(old, now);
            Match(evidence, confidence, FitsUntied, lost, found, entries);
            Tie(FitsUntied, lost, found, tied);
        }

        Tie(static (old, now) => (old.HasIdOf(now) && !old.IsCertainlyNot(now)) || old.MayBe(now), lost, found, tied);
        entries.AddRange(lost.Select(mark => new ContinuityEntry
        {
            Change = AccountChange.Missing,
            BeforeId = mark.Id,
            Name = mark.Name,
            Ambiguous = tied.Contains(mark),
        }));
        entries.AddRange(found.Select(mark => new ContinuityEntry
        {
            Change = AccountChange.Added,
            AfterId = mark.Id,
            Name = mark.Name,
            Ambiguous = tied.Contains(mark),
            Enabled = mark.Enabled,
        }));
        return new ContinuityReport(entries);
    }

    /// <summary>Pairs those that fit each other and nobody else.</summary>
    private static void Match(
        string evidence,
        double confidence,
        Func<AccountMark, AccountMark, bool> fits,
        List<AccountMark> lost,
        List<AccountMark> found,
        List<ContinuityEntry> entries)
    {
        var pairs = Pairs(fits, lost, found);
        foreach (var (old, now) in pairs)
        {
            if (pairs.Count(pair => ReferenceEquals(pair.Old, old)) == 1 && pairs.Count(pair => ReferenceEquals(pair.Now, now)) == 1)
            {
                lost.RemoveAll(mark => ReferenceEquals(mark, old));
                found.RemoveAll(mark => ReferenceEquals(mark, now));
                entries.Add(Matched(old, now, evidence, confidence));
            }
        }
    }

    private static void Tie(Func<AccountMark, AccountMark, bool> fits, List<AccountMark> lost, List<AccountMark> found, HashSet<AccountMark> tied)
    {
        foreach (var (old, now) in Pairs(fits, lost, found))
        {
            tied.Add(old);
            tied.Add(now);
        }
    }

    private static List<(AccountMark Old, AccountMark Now)> Pairs(Func<AccountMark, AccountMark, bool> fits, List<AccountMark> lost, List<AccountMark> found) =>
        (from old in lost from now in found where fits(old, now) select (old, now)).ToList();

    private static ContinuityEntry Matched(AccountMark old, AccountMark now, string evidence, double confidence)
    {
        var renamed = !string.Equals(old.Name, now.Name, StringComparison.Ordinal);
        var sameId = old.HasIdOf(now);
        return new ContinuityEntry
        {
            Change = sameId ? renamed ? AccountChange.Renamed : AccountChange.Same : AccountChange.ReIdentified,
            BeforeId = old.Id,
            AfterId = now.Id,
            Name = now.Name ?? old.Name,
            PreviousName = renamed ? old.Name : null,
            Evidence = evidence,
            Confidence = confidence,
            Enabled = now.Enabled,
        };
    }
}
