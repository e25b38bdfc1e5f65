namespace ConnectionSdk.Providers;

/// <summary>What a call does at the provider. The effect, never the HTTP verb, decides whether it may be repeated.</summary>
public enum CallEffect
{
    /// <summary>Not stated. A call without an effect is refused.</summary>
    Unspecified = 0,

    /// <summary>Changes nothing. Up to 3 attempts.</summary>
    Read,

    /// <summary>Obtains a token that can be used many times. Up to 3 attempts.</summary>
    Mint,

    /// <summary>Obtains a code or token that can be used once. 2 attempts at most, never shared between callers.</summary>
    MintSingleUse,

    /// <summary>Makes something new (a user, a connection). Repeated once, and only when it provably did not leave.</summary>
    Create,

    /// <summary>Carries what the user typed or did: a code, a password, an approval. Never repeated.</summary>
    Submit,

    /// <summary>Asks the provider to visit the bank. Repeated once, and only when it provably did not leave.</summary>
    Refresh,

    /// <summary>Removes something. Repeated once, and only when it provably did not leave.</summary>
    Delete,
}
