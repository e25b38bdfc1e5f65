using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Diagnostics;

/// <summary>Log messages about webhooks: event ids 1400-1499. Fixed words only: nothing of a delivery, which anybody may have sent.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(1400, LogLevel.Debug, "Webhook of {Provider}: {Verdict}, {Count} events.")]
    public static partial void Taken(ILogger logger, string provider, WebhookVerdict verdict, int count);

    [LoggerMessage(1401, LogLevel.Warning, "Webhook of {Provider} refused: {Verdict}. {Reason}")]
    public static partial void Refused(ILogger logger, string provider, WebhookVerdict verdict, string? reason);

    [LoggerMessage(1402, LogLevel.Error, "Webhook of {Provider}: dealing with it failed at {Step} ({Failure}). The provider is asked to send it again.")]
    public static partial void Failed(ILogger logger, string provider, string step, string failure);

    [LoggerMessage(1403, LogLevel.Warning, "Webhook of {Provider}: the connection could not be read ({Failure}); the delivery's own word is passed on, which takes access away.")]
    public static partial void Unconfirmed(ILogger logger, string provider, string failure);
}
