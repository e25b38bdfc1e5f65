namespace ConnectionSdk.Simulator;

/// <summary>Something odd that happens to one request of a webhook delivery.</summary>
public sealed record WebhookFault
{
    private WebhookFault(string name) => Name = name;

    /// <summary>What the log of deliveries shows.</summary>
    public string Name { get; }

    internal TimeSpan Delay { get; private init; }

    internal bool IsLost { get; private init; }

    internal bool IsDoubled { get; private init; }

    internal bool IsUnsigned { get; private init; }

    internal int? FlippedBit { get; private init; }

    internal string? Secret { get; private init; }

    internal TimeSpan SignedEarlier { get; private init; }

    /// <summary>It arrives later than it should; others overtake it.</summary>
    /// <param name="by">How much later, on the simulator's clock.</param>
    public static WebhookFault Late(TimeSpan by) => new("late") { Delay = by };

    /// <summary>It does not arrive, and the provider takes it for not answered.</summary>
    public static WebhookFault Lost() => new("lost") { IsLost = true };

    /// <summary>It arrives twice, byte for byte.</summary>
    public static WebhookFault Doubled() => new("doubled") { IsDoubled = true };

    /// <summary>One bit of the body differs from what was signed.</summary>
    /// <param name="bit">Which, from the front; counted round when the body is shorter.</param>
    public static WebhookFault Tampered(int bit = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bit);
        return new("tampered") { FlippedBit = bit };
    }

    /// <summary>It is signed with another secret: a wrong one, or one that was replaced.</summary>
    /// <param name="secret">The secret.</param>
    public static WebhookFault SignedWith(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        return new("other secret") { Secret = secret };
    }

    /// <summary>It carries no signature.</summary>
    public static WebhookFault Unsigned() => new("unsigned") { IsUnsigned = true };

    /// <summary>Its signature is that of an earlier time, for providers that sign the time beside the body.</summary>
    /// <param name="earlier">How much earlier.</param>
    public static WebhookFault SignedEarlierBy(TimeSpan earlier) => new("signed earlier") { SignedEarlier = earlier };
}
