namespace ConnectionSdk;

/// <summary>What starting a repair does when one of the same connection is already on its way.</summary>
public enum WhenInProgress
{
    /// <summary>Returns the session that is on its way.</summary>
    Join = 0,

    /// <summary>Throws <see cref="ReconnectInProgressException"/>.</summary>
    Refuse,
}
