namespace ConnectionSdk;

/// <summary>What a first connection is begun with.</summary>
public sealed record ConnectRequest
{
    /// <summary>The user who connects.</summary>
    public required UserRef User { get; init; }

    /// <summary>Where the user comes back to, exactly as registered with the provider and without a query; null for widgets that stay in the page.</summary>
    public Uri? RedirectUri { get; init; }

    /// <summary>Preselects a bank, where the provider can; null lets the user choose.</summary>
    public string? InstitutionId { get; init; }

    /// <summary>The user's language as a two-letter code; null takes the registration's default.</summary>
    public string? Language { get; init; }
}
