namespace ConnectionSdk;

/// <summary>One bank account of a connection, as far as keeping track of it needs.</summary>
public sealed record Account
{
    /// <summary>The provider's id of the account. Stable while the connection lives, unless the provider recreates the account.</summary>
    public required string Id { get; init; }

    /// <summary>The provider's id of the bank; null when it does not say.</summary>
    public string? InstitutionId { get; init; }

    /// <summary>The account's name as the user knows it; null when there is none.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of account in the provider's word (an open set), lower case; null when unknown.</summary>
    public string? Type { get; init; }

    /// <summary>ISO 4217 code; null when unknown.</summary>
    public string? Currency { get; init; }

    /// <summary>The full account number where the provider shows it. Never printed.</summary>
    public SensitiveString? Number { get; init; }

    /// <summary>The IBAN where the provider shows it. Never printed.</summary>
    public SensitiveString? Iban { get; init; }

    /// <summary>The last digits, for the user to recognise the account; null when unknown.</summary>
    public string? MaskedNumber { get; init; }

    /// <summary>The balance in <see cref="Currency"/> major units; null when unknown.</summary>
    public decimal? Balance { get; init; }

    /// <summary>Whether the user agreed to share this account. Powens delivers new accounts switched off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether the bank still shows the account.</summary>
    public bool PresentAtBank { get; init; } = true;

    /// <summary>When the provider last refreshed the account, if it says.</summary>
    public DateTimeOffset? LastSyncedAt { get; init; }
}
