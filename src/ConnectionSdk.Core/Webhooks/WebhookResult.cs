namespace ConnectionSdk;

/// <summary>The verdict on one delivery.</summary>
public sealed record WebhookResult
{
    /// <summary>What became of the delivery.</summary>
    public required WebhookVerdict Verdict { get; init; }

    /// <summary>Whether the provider's signature is right, whatever else was wrong. False where unsigned deliveries are accepted.</summary>
    public bool SignatureValid { get; init; }

    /// <summary>What is the same for every repetition of a delivery; null when it was refused before that was known.</summary>
    public string? DeduplicationKey { get; init; }

    /// <summary>The events that the handlers were given; none when the delivery said nothing new.</summary>
    public IReadOnlyList<ConnectionEvent> Events { get; init; } = [];

    /// <summary>Why a delivery was refused, in fixed words fit for a log; null when it was not. Not for the caller.</summary>
    public string? Reason { get; init; }

    /// <summary>The HTTP status to answer with, and nothing more: providers repeat a delivery for anything but 2xx.</summary>
    public int StatusCode => Verdict switch
    {
        // A stale delivery was dealt with by a read: repeating it would change nothing.
        WebhookVerdict.Accepted or WebhookVerdict.Duplicate or WebhookVerdict.Stale => 200,
        WebhookVerdict.Malformed => 400,
        WebhookVerdict.TooLarge => 413,
        WebhookVerdict.Retry => 503,
        _ => 401,
    };
}
