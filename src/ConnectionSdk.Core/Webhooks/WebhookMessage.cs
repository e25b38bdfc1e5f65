namespace ConnectionSdk.Providers;

/// <summary>What a delivery says, in the common vocabulary.</summary>
public sealed record WebhookMessage
{
    /// <summary>
    /// What happened. The inbox fills in the time of arrival, the key and the payload. Changes of state are the provider's word: the inbox orders them
    /// and reads the connection where that word does not suffice.
    /// </summary>
    public required IReadOnlyList<ConnectionEvent> Events { get; init; }

    /// <summary>The provider's own id of the delivery, the same in every repetition; null has the path and the body tell repetitions apart.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// Whether the provider's word on a state says less than a read, such as whether a refused login was the first: then the connection is read even
    /// where the word would do, and the word counts when the read fails.
    /// </summary>
    /// <value>Default: false.</value>
    public bool NeedsRead { get; init; }

    /// <summary>The time that the signature covers, where it stands in the body; null elsewhere.</summary>
    public DateTimeOffset? SignedAt { get; init; }
}
