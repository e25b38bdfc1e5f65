namespace ConnectionSdk;

/// <summary>The session store does not know the id: it is wrong, or the session was removed.</summary>
public sealed class ReconnectSessionNotFoundException : ConnectionSdkException
{
    /// <summary>Names the id.</summary>
    /// <param name="session">The id.</param>
    public ReconnectSessionNotFoundException(ReconnectSessionId session)
        : base("No such reconnect session. Start a new one; if several processes share the work, give them one session store.") => Session = session;

    /// <summary>The id that was asked for.</summary>
    public ReconnectSessionId Session { get; }
}
