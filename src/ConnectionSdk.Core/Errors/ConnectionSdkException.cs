namespace ConnectionSdk;

/// <summary>
/// The base of every failure this SDK reports. Expected outcomes (a wrong code, a wrong account, still waiting) are results and never come as exceptions.
/// </summary>
/// <remarks>Messages say what happened and what to do next; they hold no body, header, query string or secret.</remarks>
public class ConnectionSdkException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do next, without anything secret.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public ConnectionSdkException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
