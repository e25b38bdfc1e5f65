namespace ConnectionSdk.Providers;

/// <summary>What verification found out about a delivery.</summary>
public sealed record WebhookProof
{
    private static readonly WebhookProof PlainlySigned = new() { IsAcceptable = true, IsSigned = true };

    private WebhookProof()
    {
    }

    /// <summary>Unsigned, and the host has spelled out that it accepts that: nothing in it is believed, the connection is read instead.</summary>
    public static WebhookProof Unsigned { get; } = new() { IsAcceptable = true };

    /// <summary>Whether the delivery is dealt with at all.</summary>
    public bool IsAcceptable { get; private init; }

    /// <summary>Whether a signature covers the whole delivery, so that its word may take access away.</summary>
    public bool IsSigned { get; private init; }

    /// <summary>The time that the signature covers; null when there is none outside the body.</summary>
    public DateTimeOffset? SignedAt { get; private init; }

    /// <summary>The path that was signed, for providers that sign one; null elsewhere.</summary>
    public string? Path { get; private init; }

    /// <summary>Why it was refused, in fixed words; null when it was not.</summary>
    public string? Reason { get; private init; }

    /// <summary>Properly signed.</summary>
    /// <param name="signedAt">The time that the signature covers, if there is one outside the body.</param>
    /// <param name="path">The path that was signed, if one was.</param>
    public static WebhookProof Signed(DateTimeOffset? signedAt = null, string? path = null) =>
        signedAt is null && path is null ? PlainlySigned : PlainlySigned with { SignedAt = signedAt, Path = path };

    /// <summary>Not proven to come from the provider.</summary>
    /// <param name="reason">Why, in fixed words that repeat nothing of the delivery.</param>
    public static WebhookProof Refused(string reason) => new() { Reason = reason };
}
