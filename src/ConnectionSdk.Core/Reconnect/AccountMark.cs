using System.Security.Cryptography;
using System.Text;

namespace ConnectionSdk;

/// <summary>What is kept of an account to recognise it: numbers only as salted hashes.</summary>
internal sealed record AccountMark
{
    private const int ShownDigits = 4;

    /// <summary>Fewer last digits than these say too little to know an account by.</summary>
    private const int FewestDigits = 3;

    public string Id { get; init; } = "";

    public string? Name { get; init; }

    public string? InstitutionId { get; init; }

    public string? Type { get; init; }

    public string? Currency { get; init; }

    public string? MaskedNumber { get; init; }

    public string? Number { get; init; }

    public string? Iban { get; init; }

    public bool Enabled { get; init; } = true;

    public static AccountMark Of(Account account, string salt) => new()
    {
        Id = account.Id,
        Name = account.Name,
        InstitutionId = account.InstitutionId,
        Type = account.Type,
        Currency = account.Currency,
        MaskedNumber = account.MaskedNumber ?? LastDigits(account.Number),
        Number = Hash(account.Number, salt),
        Iban = Hash(account.Iban, salt),
        Enabled = account.Enabled,
    };

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

    public bool HasIdOf(AccountMark other) => Id.Length > 0 && string.Equals(Id, other.Id, StringComparison.Ordinal);

    public bool HasIbanOf(AccountMark other) => Iban is not null && Equal(Iban, other.Iban) && Agree(Currency, other.Currency);

    public bool HasNumberOf(AccountMark other) => Number is not null && Equal(Number, other.Number) && IsLike(other);

    public bool HasMaskedNumberOf(AccountMark other) =>
        EndsLike(other, FewestDigits) == true
        && Equal(InstitutionId, other.InstitutionId) && Equal(Type, other.Type) && Equal(Currency, other.Currency)
        && !HasOtherNumberThan(other);

    /// <summary>The same last digits, and nothing that speaks against it: too little to say that it is the same account, too much to say that it is another.</summary>
    public bool MayBe(AccountMark other) =>
        (EndsLike(other) == true || (MaskedNumber is not null && Equal(MaskedNumber, other.MaskedNumber)))
        && IsLike(other) && !HasOtherNumberThan(other);

    /// <summary>Two different whole numbers are two accounts, whatever their last digits.</summary>
    public bool HasOtherNumberThan(AccountMark other) => !Agree(Iban, other.Iban) || (Iban is null && !Agree(Number, other.Number));

    /// <summary>
    /// Two accounts although the id is one: other IBANs, or other whole numbers that do not end alike. One that ends alike, or shows no end, may be the same
    /// number written in another way.
    /// </summary>
    public bool IsCertainlyNot(AccountMark other) =>
        !Agree(Iban, other.Iban)
        || ((Iban is null || other.Iban is null) && !Agree(Number, other.Number) && EndsLike(other) == false);

    public bool ShowsOtherDigitsThan(AccountMark other) =>
        (Iban is null || other.Iban is null) && (Number is null || !Equal(Number, other.Number))
        && !(EndsLike(other) ?? Agree(Number, other.Number));

    private bool IsLike(AccountMark other) =>
        Agree(InstitutionId, other.InstitutionId) && Agree(Type, other.Type) && Agree(Currency, other.Currency);

    /// <summary>What one side does not say is no disagreement.</summary>
    private static bool Agree(string? old, string? now) => old is null || now is null || Equal(old, now);

    private static bool Equal(string? old, string? now) => string.Equals(old, now, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the last digits that both show agree; null where one shows fewer than asked for.</summary>
    private bool? EndsLike(AccountMark other, int fewest = 1) =>
        Digits(MaskedNumber) is { } old && Digits(other.MaskedNumber) is { } now && Math.Min(old.Length, now.Length) >= fewest ? EndAlike(old, now) : null;

    private static bool EndAlike(string old, string now) =>
        Equal(old, now)
        || (old.Length >= ShownDigits && now.EndsWith(old, StringComparison.OrdinalIgnoreCase))
        || (now.Length >= ShownDigits && old.EndsWith(now, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a masked number shows at its end, however it hides the rest: <c>**** 1234</c>, <c>xxxx1234</c> and <c>1234</c> are the same.</summary>
    private static string? Digits(string? masked)
    {
        var shown = new StringBuilder();
        for (var i = (masked?.Length ?? 0) - 1; i >= 0 && (char.IsAsciiLetterOrDigit(masked![i]) ? masked[i] is not ('x' or 'X') : masked[i] is ' ' or '-' or '.'); i--)
        {
            if (char.IsAsciiLetterOrDigit(masked[i]))
            {
                shown.Insert(0, masked[i]);
            }
        }

        return shown.Length == 0 ? null : shown.ToString();
    }

    private static string? LastDigits(SensitiveString? number) =>
        number is not null && Digits(number.Reveal()) is { } digits && (digits.Length > 2 * ShownDigits || !IsWhole(number.Reveal()))
            ? digits[^Math.Min(ShownDigits, digits.Length)..]
            : null;

    private static bool IsWhole(string number) =>
        number.All(static character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '.' or '/')
        && !number.Contains("xx", StringComparison.OrdinalIgnoreCase);

    // An account number is short enough to be found by trying all of them, so it is hashed with the session's own salt.
    private static string? Hash(SensitiveString? value, string salt)
    {
        if (value is null || !IsWhole(value.Reveal()))
        {
            return null;
        }

        var plain = string.Concat(value.Reveal().Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return plain.Length == 0 ? null : Hex.Of(HMACSHA256.HashData(Encoding.UTF8.GetBytes(salt), Encoding.UTF8.GetBytes(plain)));
    }
}
