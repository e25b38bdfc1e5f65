namespace ConnectionSdk.Simulator.Powens;

/// <summary>A bank account as Powens lists it. Powens: Bank accounts.</summary>
public sealed class PowensAccount
{
    /// <summary>Powens' id; given by the simulator when zero.</summary>
    public long Id { get; set; }

    /// <summary>The name the user sees.</summary>
    public string Name { get; set; } = "Compte courant";

    /// <summary>The account's number.</summary>
    public string? Number { get; set; }

    /// <summary>The account's IBAN, where it has one.</summary>
    public string? Iban { get; set; }

    /// <summary>The bank's own id for it.</summary>
    public string? Webid { get; set; }

    /// <summary>The type's name, such as <c>checking</c>.</summary>
    public string Type { get; set; } = "checking";

    /// <summary>The ISO 4217 code.</summary>
    public string Currency { get; set; } = "EUR";

    /// <summary>The balance.</summary>
    public decimal? Balance { get; set; }

    /// <summary>When the account was switched off; new accounts start so.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>When the bank stopped showing the account, or null.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    internal bool IsListed => DisabledAt is null && DeletedAt is null;
}
