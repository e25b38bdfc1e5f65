namespace ConnectionSdk;

/// <summary>
/// Takes what providers deliver: raw bytes in, a verdict out. Verifies, de-duplicates, orders and translates deliveries, then hands the events to every
/// registered <see cref="IConnectionEventHandler"/>.
/// </summary>
public interface IWebhookInbox
{
    /// <summary>
    /// Takes one delivery. Whatever was sent, the answer is a verdict; answer the provider with <see cref="WebhookResult.StatusCode"/>.
    /// </summary>
    /// <param name="provider">The registration whose address was called. Decided by the route, never by the content.</param>
    /// <param name="request">The delivery as it came over the wire.</param>
    /// <param name="cancellationToken">Stops waiting; the delivery then counts as not taken, and the provider sends it again.</param>
    /// <exception cref="ProviderNotRegisteredException">No provider is registered under this name and tenant.</exception>
    Task<WebhookResult> ReceiveAsync(ProviderId provider, WebhookRequest request, CancellationToken cancellationToken = default);
}
