namespace ConnectionSdk.Providers;

/// <summary>How a failure may be repeated, where the effect of the call allows it.</summary>
internal enum RetryClass
{
    /// <summary>Never.</summary>
    None,

    /// <summary>Temporary: short waits.</summary>
    Transient,

    /// <summary>The provider asks to slow down: longer waits.</summary>
    Throttle,

    /// <summary>Something other than JSON came (a proxy's error page): once.</summary>
    NotJson,
}
