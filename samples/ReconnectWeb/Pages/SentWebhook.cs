using ConnectionSdk.Simulator;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>A webhook that a simulated provider has sent.</summary>
/// <param name="Provider">Who.</param>
/// <param name="Event">The provider's name of the event.</param>
/// <param name="Answer">What the product answered.</param>
internal sealed record SentWebhook(string Provider, string Event, string Answer)
{
    public static SentWebhook Of((string Provider, SimulatedWebhooks Webhooks, WebhookDelivery Delivery) sent) => new(
        sent.Provider,
        sent.Delivery.Event,
        sent.Delivery.Attempts is [.., var last] ? last.Status is { } status ? $"answered {status}" : "no answer" : "on its way");
}
