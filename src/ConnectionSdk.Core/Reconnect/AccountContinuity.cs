using System.Security.Cryptography;
using System.Text;

namespace ConnectionSdk;

/// <summary>
/// Compares the accounts of a connection before and after a repair: one to one by id, then IBAN, then number, then masked number with
/// institution, type and currency. A tie is never guessed.
/// </summary>
public static class AccountContinuity
{
    private static readonly (string Evidence, double Confidence, Func<AccountMark, AccountMark, bool> Fits)[] Evidences =
    [
        ("iban", 0.99, static (old, now) => Same(old.Iban, now.Iban) && Agree(old.Currency, now.Currency)),
        ("number", 0.95, static (old, now) => Same(old.Number, now.Number)
            && Agree(old.InstitutionId, now.InstitutionId) && Agree(old.Type, now.Type) && Agree(old.Currency, now.Currency)),
        ("maskedNumber", 0.8, static (old, now) => Same(old.MaskedNumber, now.MaskedNumber)
            && Equal(old.InstitutionId, now.InstitutionId) && Equal(old.Type, now.Type) && Equal(old.Currency, now.Currency)),
    ];

    /// <summary>Compares two lists of accounts.</summary>
    /// <param name="before">The accounts before.</param>
    /// <param name="after">The accounts after; those the bank no longer shows count as missing.</param>
    public static ContinuityReport Compare(IReadOnlyList<Account> before, IReadOnlyList<Account> after) =>
        Compare(Mark(before, ""), Mark(after, ""));

    internal static List<AccountMark> Mark(IEnumerable<Account> accounts, string salt) =>
        accounts.Where(account => account.PresentAtBank).Select(account => new AccountMark
        {
            Id = account.Id,
            Name = account.Name,
            InstitutionId = account.InstitutionId,
            Type = account.Type,
            Currency = account.Currency,
            MaskedNumber = account.MaskedNumber,
            Number = Hash(account.Number, salt),
            Iban = Hash(account.Iban, salt),
            Enabled = account.Enabled,
        }).ToList();

    internal static ContinuityReport Compare(List<AccountMark> before, List<AccountMark> after)
    {
        var entries = new List<ContinuityEntry>();
        var lost = new List<AccountMark>(before);
        var found = new List<AccountMark>(after);
        foreach (var mark in before)
        {
            var twin = found.Find(candidate => string.Equals(candidate.Id, mark.Id, StringComparison.Ordinal));
            if (twin is not null)
            {
                lost.RemoveAll(candidate => ReferenceEquals(candidate, mark));
                found.RemoveAll(candidate => ReferenceEquals(candidate, twin));
                entries.Add(Matched(mark, twin, "id", 1));
            }
        }

        var tied = new HashSet<AccountMark>(ReferenceEqualityComparer.Instance);
        foreach (var (evidence, confidence, fits) in Evidences)
        {
            MatchBy(evidence, confidence, fits, lost, found, tied, entries);
        }

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

    private static void MatchBy(
        string evidence,
        double confidence,
        Func<AccountMark, AccountMark, bool> fits,
        List<AccountMark> lost,
        List<AccountMark> found,
        HashSet<AccountMark> tied,
        List<ContinuityEntry> entries)
    {
        var pairs = (
            from old in lost
            from now in found
            where !tied.Contains(old) && !tied.Contains(now) && fits(old, now) && !Contradict(old, now)
            select (Old: old, Now: now)).ToList();
        foreach (var (old, now) in pairs)
        {
            if (pairs.Count(pair => ReferenceEquals(pair.Old, old)) == 1 && pairs.Count(pair => ReferenceEquals(pair.Now, now)) == 1)
            {
                lost.RemoveAll(mark => ReferenceEquals(mark, old));
                found.RemoveAll(mark => ReferenceEquals(mark, now));
                entries.Add(Matched(old, now, evidence, confidence));
            }
            else
            {
                tied.Add(old);
                tied.Add(now);
            }
        }
    }

    /// <summary>Two different numbers are two accounts, whatever their last digits.</summary>
    private static bool Contradict(AccountMark old, AccountMark now) => !Agree(old.Iban, now.Iban) || (old.Iban is null && !Agree(old.Number, now.Number));

    private static bool Same(string? old, string? now) => old is not null && Equal(old, now);

    /// <summary>What one side does not say is no disagreement.</summary>
    private static bool Agree(string? old, string? now) => old is null || now is null || Equal(old, now);

    private static bool Equal(string? old, string? now) => string.Equals(old, now, StringComparison.Ordinal);

    private static ContinuityEntry Matched(AccountMark old, AccountMark now, string evidence, double confidence)
    {
        var renamed = !string.Equals(old.Name, now.Name, StringComparison.Ordinal);
        var sameId = string.Equals(old.Id, now.Id, StringComparison.Ordinal);
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

    // An account number is short enough to be found by trying all of them, so it is hashed with the session's own salt.
    private static string? Hash(SensitiveString? value, string salt)
    {
        if (value is null)
        {
            return null;
        }

        var plain = string.Concat(value.Reveal().Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return plain.Length == 0 ? null : Hex.Of(HMACSHA256.HashData(Encoding.UTF8.GetBytes(salt), Encoding.UTF8.GetBytes(plain)));
    }
}

/// <summary>What is kept of an account to recognise it: numbers only as salted hashes.</summary>
internal sealed record AccountMark
{
    public string Id { get; init; } = "";

    public string? Name { get; init; }

    public string? InstitutionId { get; init; }

    public string? Type { get; init; }

    public string? Currency { get; init; }

    public string? MaskedNumber { get; init; }

    public string? Number { get; init; }

    public string? Iban { get; init; }

    public bool Enabled { get; init; } = true;

    public Account ToAccount() => new()
    {
        Id = Id,
        Name = Name,
        InstitutionId = InstitutionId,
        Type = Type,
        Currency = Currency,
        MaskedNumber = MaskedNumber,
        Enabled = Enabled,
    };
}
