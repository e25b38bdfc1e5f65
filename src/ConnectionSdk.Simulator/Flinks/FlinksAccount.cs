namespace ConnectionSdk.Simulator.Flinks;

/// <summary>A bank account as Flinks lists it. Flinks: GetAccountsDetail.</summary>
public sealed record FlinksAccount
{
    /// <summary>Flinks' id; made up unless given.</summary>
    public string Id { get; init; } = FlinksIds.New();

    /// <summary>The name the user sees.</summary>
    public string Title { get; init; } = "Chequing CAD";

    /// <summary>The bank, three digits.</summary>
    public string? InstitutionNumber { get; init; } = "777";

    /// <summary>The branch, five digits; a card has none.</summary>
    public string? TransitNumber { get; init; } = "10001";

    /// <summary>The account's number; masked for a card.</summary>
    public string? AccountNumber { get; init; }

    /// <summary><c>Operations</c>, <c>Credits</c>, <c>Products</c> or <c>Other</c>.</summary>
    public string Category { get; init; } = "Operations";

    /// <summary>Such as <c>Chequing</c>.</summary>
    public string? Type { get; init; } = "Chequing";

    /// <summary><c>CAD</c> or <c>USD</c>.</summary>
    public string Currency { get; init; } = "CAD";

    /// <summary>The balance.</summary>
    public decimal? Balance { get; init; }
}
