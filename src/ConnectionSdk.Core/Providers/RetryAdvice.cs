namespace ConnectionSdk.Providers;

/// <summary>What may be tried again in a given state, and by whom.</summary>
public enum RetryAdvice
{
    /// <summary>Nothing needs to be tried again.</summary>
    NotNeeded = 0,

    /// <summary>Never automatically: only with a new act of the user.</summary>
    Never,

    /// <summary>Reading again shows progress; nothing is resent.</summary>
    Poll,

    /// <summary>Later, seldom: the code is not known, so nothing is assumed.</summary>
    Later,

    /// <summary>The provider tries again by itself; asking it to would only add load.</summary>
    ByProvider,
}
