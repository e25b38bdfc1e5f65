namespace ConnectionSdk;

/// <summary>The kinds of <see cref="Advisory"/>.</summary>
public enum AdvisoryKind
{
    /// <summary>A kind this version does not know.</summary>
    Unknown = 0,

    /// <summary>The consent runs out soon: a repair started now, with the user present, avoids the break.</summary>
    ConsentExpiring,

    /// <summary>The bank shows accounts that the user has not agreed to share yet.</summary>
    NewAccountsAvailable,

    /// <summary>Some of the connection's sources work and some do not.</summary>
    PartialData,

    /// <summary>The provider does not refresh this connection by itself.</summary>
    AutomaticRefreshOff,

    /// <summary>No synchronisation is known to have succeeded: the user is finishing a first connection, and nothing that worked has broken.</summary>
    NeverSynchronised,
}
