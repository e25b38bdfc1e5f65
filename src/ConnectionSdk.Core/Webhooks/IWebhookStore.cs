namespace ConnectionSdk;

/// <summary>
/// Remembers which deliveries were taken, and how far each connection's history has been applied. The default keeps it in memory; a host with several
/// processes brings its own. Every member is atomic.
/// </summary>
public interface IWebhookStore
{
    /// <summary>
    /// Marks a delivery as seen, unless it is known. A mark that is neither completed nor released lapses after <paramref name="lease"/>, so that a
    /// crash in between does not lose the event.
    /// </summary>
    /// <param name="provider">The registration.</param>
    /// <param name="key">What is the same for every repetition of the delivery.</param>
    /// <param name="lease">How long the mark holds while the delivery is dealt with.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<WebhookMark> BeginAsync(ProviderId provider, string key, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Marks a delivery as done. Durable when this returns.</summary>
    /// <param name="provider">The registration.</param>
    /// <param name="key">What is the same for every repetition of the delivery.</param>
    /// <param name="keep">For how long: longer than the provider repeats deliveries.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask CompleteAsync(ProviderId provider, string key, TimeSpan keep, CancellationToken cancellationToken);

    /// <summary>Takes back a mark that is not done, so that the next repetition is dealt with.</summary>
    /// <param name="provider">The registration.</param>
    /// <param name="key">What is the same for every repetition of the delivery.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask ReleaseAsync(ProviderId provider, string key, CancellationToken cancellationToken);

    /// <summary>Compares a change of state with the latest one applied, by the provider's time, and remembers it when it is newer.</summary>
    /// <param name="connection">The connection; the same with and without a user.</param>
    /// <param name="occurredAt">When the change happened.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<WebhookOrder> AdvanceAsync(ConnectionRef connection, DateTimeOffset occurredAt, CancellationToken cancellationToken);
}
