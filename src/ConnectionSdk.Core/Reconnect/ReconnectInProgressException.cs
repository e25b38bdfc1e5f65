namespace ConnectionSdk;

/// <summary>A repair of the connection is already on its way.</summary>
public sealed class ReconnectInProgressException : ConnectionSdkException
{
    /// <summary>Names the session that is on its way.</summary>
    /// <param name="session">Its id.</param>
    public ReconnectInProgressException(ReconnectSessionId session)
        : base("A reconnect of this connection is already in progress. Go on with that session, or cancel it first.") => Session = session;

    /// <summary>The session that is on its way.</summary>
    public ReconnectSessionId Session { get; }
}
