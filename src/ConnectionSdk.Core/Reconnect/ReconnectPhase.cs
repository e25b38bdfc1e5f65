namespace ConnectionSdk;

/// <summary>Where a reconnect session stands.</summary>
public enum ReconnectPhase
{
    /// <summary>A phase this version does not know.</summary>
    Unknown = 0,

    /// <summary>The first step is being taken.</summary>
    Starting,

    /// <summary>The user is asked for something: see the session's action.</summary>
    AwaitingUser,

    /// <summary>The user's reply is being passed on.</summary>
    Submitting,

    /// <summary>The provider or the bank is at work: poll or watch.</summary>
    Observing,

    /// <summary>Over: see the session's outcome.</summary>
    Finished,
}
