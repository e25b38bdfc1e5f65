namespace ConnectionSdk.Aerosync;

/// <summary>
/// What an account is recognised by: the bank, the kind and the last digits. Never the number, which may be a token that changes with every
/// reconnection. Aerosync: Reconnection widget.
/// </summary>
internal sealed record AerosyncKnownAccount(string? InstitutionId, string? Bank, string? Type, string? Digits)
{
    public bool IsEmpty => InstitutionId is null && Bank is null && Type is null && Digits is null;

    public static AerosyncKnownAccount? Of(Account? account, string? bank) => account is null
        ? null
        : new AerosyncKnownAccount(account.InstitutionId, bank, account.Type, DigitsOf(account.MaskedNumber));

    /// <summary>Whether this is certainly another account. What one side does not say is no evidence.</summary>
    public bool DiffersFrom(Account account) =>
        Differ(InstitutionId, account.InstitutionId)
        || Differ(Type, account.Type)
        || (Digits is { } before && DigitsOf(account.MaskedNumber) is { } now
            && !before.EndsWith(now, StringComparison.OrdinalIgnoreCase) && !now.EndsWith(before, StringComparison.OrdinalIgnoreCase));

    /// <summary>For the user: which account to choose.</summary>
    public string Advice
    {
        get
        {
            var account = Type is null ? "account" : $"{Type} account";
            var digits = Digits is null ? "" : $" ending in {Digits}";
            var bank = Bank is null ? "" : $" at {Bank}";
            return $"You chose another account. Choose the same one as before: the {account}{digits}{bank}.";
        }
    }

    private static bool Differ(string? before, string? now) => before is not null && now is not null && !string.Equals(before, now, StringComparison.OrdinalIgnoreCase);

    /// <summary>The digits without what masks the others: <c>••0987</c>, <c>x0987</c> and <c>0987</c> are the same.</summary>
    private static string? DigitsOf(string? masked)
    {
        var start = (masked?.Length ?? 0) - 1;
        while (start >= 0 && char.IsAsciiDigit(masked![start]))
        {
            start--;
        }

        var digits = masked?[(start + 1)..];
        return digits is { Length: > 0 } ? digits : null;
    }
}
