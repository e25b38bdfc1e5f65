namespace ConnectionSdk;

/// <summary>What became of a delivery.</summary>
public enum WebhookVerdict
{
    /// <summary>It is not proven to come from the provider: a signature is missing, wrong or ambiguous, or no secret is configured. Nothing was done.</summary>
    BadSignature = 0,

    /// <summary>It was taken, and every handler has finished.</summary>
    Accepted,

    /// <summary>It had been taken before. Nothing was done.</summary>
    Duplicate,

    /// <summary>It was signed too long ago. Its word was not taken: where it names a connection, that was read instead, and the handlers were told what the read said.</summary>
    Stale,

    /// <summary>It is properly signed but cannot be read. Nothing was done.</summary>
    Malformed,

    /// <summary>Its body is larger than the provider's deliveries are. Nothing was done.</summary>
    TooLarge,

    /// <summary>It could not be dealt with now: a handler, a store or a confirming read failed, or it is being dealt with elsewhere. The provider must send it again.</summary>
    Retry,
}
