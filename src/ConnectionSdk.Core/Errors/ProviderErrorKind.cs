namespace ConnectionSdk;

/// <summary>What went wrong with a call to a provider, in words that mean the same for all of them.</summary>
public enum ProviderErrorKind
{
    /// <summary>The provider answered with an error this version cannot place.</summary>
    Unknown = 0,

    /// <summary>The time this SDK gives the call ran out before an answer. A read can be repeated; nothing was changed by it.</summary>
    Timeout,

    /// <summary>The connection failed or broke off during a call that changes nothing.</summary>
    Network,

    /// <summary>The request provably never left: nothing happened at the provider, and the same input may be sent again without asking the user.</summary>
    NotSent,

    /// <summary>The request may have been carried out although no usable answer came. Read the state; never send it again.</summary>
    OutcomeUnknown,

    /// <summary>The provider asks to slow down. See <see cref="ProviderException.RetryAfter"/>.</summary>
    RateLimited,

    /// <summary>The provider or the bank behind it is down, or calls are held back because it was down a moment ago.</summary>
    Unavailable,

    /// <summary>The key, secret or token of the integrator or of the user was refused.</summary>
    CredentialRejected,

    /// <summary>The credential is valid but may not do this.</summary>
    Forbidden,

    /// <summary>The user, connection or other thing named does not exist (any more).</summary>
    NotFound,

    /// <summary>The provider refuses because of the present state, for example a repair that already runs.</summary>
    Conflict,

    /// <summary>The provider refuses the request itself: something missing or malformed.</summary>
    InvalidRequest,

    /// <summary>What the user typed was refused: a wrong code, a wrong password.</summary>
    ChallengeRejected,

    /// <summary>The bank or the provider locked the login or the connection.</summary>
    Locked,

    /// <summary>The provider, the institution or the plan does not offer this.</summary>
    NotSupported,

    /// <summary>The answer is not what the provider promises: HTML, truncated, broken JSON, a redirect.</summary>
    Protocol,

    /// <summary>The answer is larger than the call allows.</summary>
    TooLarge,

    /// <summary>A setting of the integrator is missing or wrong.</summary>
    Configuration,
}
