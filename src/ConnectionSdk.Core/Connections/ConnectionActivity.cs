namespace ConnectionSdk;

/// <summary>What is going on with a connection right now, beside its <see cref="ConnectionState"/>.</summary>
public enum ConnectionActivity
{
    /// <summary>The provider does not say.</summary>
    Unknown = 0,

    /// <summary>Nothing is running.</summary>
    Idle,

    /// <summary>The provider is fetching data or verifying the user's authorisation.</summary>
    Syncing,

    /// <summary>The provider waits for the user.</summary>
    AwaitingUser,
}
