namespace ConnectionSdk;

/// <summary>The state of a bank connection: what a product should do about it. Why is said by <see cref="StatusReason"/>, what next by <see cref="RequiredAction"/>.</summary>
public enum ConnectionState
{
    /// <summary>A value this version does not know: neither healthy nor broken. Keep the last known state and tell the developer.</summary>
    Unknown = 0,

    /// <summary>Created, but nobody has authenticated yet: offer to finish connecting.</summary>
    Pending,

    /// <summary>Credentials are being verified, or the first synchronisation runs: show a spinner and poll.</summary>
    Connecting,

    /// <summary>Usable. Advisories may still be worth a banner.</summary>
    Active,

    /// <summary>The bank, the provider or a rate limit stands in the way and the user cannot help: a small notice, no button.</summary>
    Degraded,

    /// <summary>A challenge is open, or the user has something to do at the bank: a prominent "continue".</summary>
    ActionRequired,

    /// <summary>The stored authorisation no longer works: a prominent "reconnect". Never retried automatically.</summary>
    ReconnectRequired,

    /// <summary>The user withdrew access on purpose: explain, offer, do not nag. No data call leaves the process.</summary>
    Revoked,

    /// <summary>Switched off for good; history is kept. Offer a new connection.</summary>
    Disconnected,

    /// <summary>The attempt to connect ended without a usable connection: start over.</summary>
    Failed,

    /// <summary>Gone at the provider: remove it from the list.</summary>
    Deleted,
}
