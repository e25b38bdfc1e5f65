namespace ConnectionSdk;

/// <summary>The reply does not answer what the session asks for. Nothing was sent, and the session is unchanged.</summary>
public sealed class UnexpectedReplyException : ConnectionSdkException
{
    /// <summary>Says what was expected.</summary>
    /// <param name="session">The session.</param>
    /// <param name="message">What was expected and what came.</param>
    public UnexpectedReplyException(ReconnectSession session, string message)
        : base(message) => Session = session;

    /// <summary>The session, unchanged: its action says what it asks for.</summary>
    public ReconnectSession Session { get; }
}
