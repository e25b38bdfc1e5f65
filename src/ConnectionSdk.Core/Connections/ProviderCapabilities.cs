namespace ConnectionSdk;

/// <summary>What a provider can do, so that a product can decide what to offer without trying.</summary>
public sealed record ProviderCapabilities
{
    /// <summary>Whether the connections of a user can be listed.</summary>
    public bool ListsConnections { get; init; }

    /// <summary>Whether a synchronisation can be asked for.</summary>
    public bool Refreshes { get; init; }

    /// <summary>Whether a connection can be removed at the provider.</summary>
    public bool Removes { get; init; }

    /// <summary>Whether removing destroys the account history.</summary>
    public bool RemovalDestroysHistory { get; init; }

    /// <summary>Whether a connection can be switched off while its history is kept.</summary>
    public bool Disconnects { get; init; }

    /// <summary>Whether the provider says when a consent runs out.</summary>
    public bool ReportsConsentExpiry { get; init; }

    /// <summary>Whether the provider says that a user withdrew access. If so, that is remembered and no data call leaves until a repair succeeds.</summary>
    public bool ReportsRevocation { get; init; }

    /// <summary>Whether a consent can be renewed before it runs out.</summary>
    public bool RenewsBeforeExpiry { get; init; }

    /// <summary>The actions a reconnect flow of this provider may ask for.</summary>
    public IReadOnlyList<RequiredActionKind> ReconnectActions { get; init; } = [];
}
