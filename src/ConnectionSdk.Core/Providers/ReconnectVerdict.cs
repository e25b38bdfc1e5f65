namespace ConnectionSdk.Providers;

/// <summary>Where a repair stands after a strategy's move.</summary>
public enum ReconnectVerdict
{
    /// <summary>It goes on.</summary>
    Continue = 0,

    /// <summary>The connection works again. At the very beginning this means that there was nothing to repair.</summary>
    Repaired,

    /// <summary>Nobody but the provider or the bank can go on.</summary>
    WaitingForProvider,

    /// <summary>This connection cannot be repaired.</summary>
    NotRepairable,

    /// <summary>The user connected something else than what was connected before.</summary>
    WrongAccount,

    /// <summary>The user gave up.</summary>
    Abandoned,
}
