namespace ConnectionSdk.Providers;

/// <summary>
/// How one registration's deliveries are verified and read: what an adapter implements. Everything that is the same for all providers (freshness,
/// de-duplication, order, confirming reads, handlers) is done by the inbox. Nothing that was sent may make a member throw.
/// </summary>
public abstract class ProviderWebhooks
{
    /// <summary>The largest body that is looked at, in bytes.</summary>
    /// <value>Default: 256 KiB.</value>
    public virtual int MaxBodyBytes => 256 * 1024;

    /// <summary>How far the time that the provider signed may be from now, either way; null when it signs none, or it is not to be judged.</summary>
    public virtual TimeSpan? Tolerance => null;

    /// <summary>For how long a delivery is remembered: longer than the provider repeats it.</summary>
    public abstract TimeSpan RememberFor { get; }

    /// <summary>What is missing in the settings before any delivery can be accepted, as a sentence that says what to do; null when nothing is.</summary>
    public virtual string? SetUpProblem => null;

    /// <summary>Judges the signature, over the bytes as received and before anything is read from them.</summary>
    /// <param name="request">The delivery; its body is not larger than <see cref="MaxBodyBytes"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public abstract ValueTask<WebhookProof> VerifyAsync(WebhookRequest request, CancellationToken cancellationToken);

    /// <summary>Reads a delivery that was verified; null when it cannot be read. Unknown events are read as <see cref="ConnectionEvent.Unknown"/>.</summary>
    /// <param name="request">The delivery.</param>
    /// <param name="proof">What <see cref="VerifyAsync"/> returned.</param>
    public abstract WebhookMessage? Read(WebhookRequest request, WebhookProof proof);
}
