namespace ConnectionSdk;

/// <summary>How a reconnect session ended.</summary>
public enum ReconnectOutcome
{
    /// <summary>It has not ended.</summary>
    None = 0,

    /// <summary>The connection works again.</summary>
    Reconnected,

    /// <summary>Other accounts came back than were connected before. Ask the user to repeat it with the right account.</summary>
    WrongAccount,

    /// <summary>The user gave up, or the integrator cancelled.</summary>
    Abandoned,

    /// <summary>Time ran out before the user or the bank was done.</summary>
    Expired,

    /// <summary>There was nothing to repair.</summary>
    NotNeeded,

    /// <summary>Nobody but the provider or the bank can go on; look again later.</summary>
    WaitingForProvider,

    /// <summary>This connection cannot be repaired: see the session's action.</summary>
    NotRepairable,
}
