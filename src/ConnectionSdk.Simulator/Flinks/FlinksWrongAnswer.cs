namespace ConnectionSdk.Simulator.Flinks;

/// <summary>What becomes of a session after a wrong answer; the documentation disagrees with itself.</summary>
public enum FlinksWrongAnswer
{
    /// <summary><c>INVALID_SECURITY_RESPONSE</c> with the challenges: the session goes on.</summary>
    AsksAgain,

    /// <summary><c>INVALID_SECURITY_RESPONSE</c> without challenges: the session is over.</summary>
    EndsSession,

    /// <summary><c>INVALID_SECURITY_RESPONSE_NO_RETRY</c>: the session is over.</summary>
    EndsSessionWithNoRetry,
}
