using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ConnectionSdk.Diagnostics;

/// <summary>The process-wide source and meter. They hold no tenant's state: every measurement carries its own tags.</summary>
internal static class SdkInstruments
{
    private static readonly string Version = typeof(SdkInstruments).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static ActivitySource Activities { get; } = new(ConnectionSdkDiagnostics.ActivitySourceName, Version);

    public static Meter Meter { get; } = new(ConnectionSdkDiagnostics.MeterName, Version);

    public static Histogram<double> CallDuration { get; } = Meter.CreateHistogram<double>(
        ConnectionSdkDiagnostics.CallDurationName, "s", "One call to a provider, all its attempts and waits included.");

    public static Counter<long> CallRetries { get; } = Meter.CreateCounter<long>(
        ConnectionSdkDiagnostics.CallRetriesName, "{attempt}", "Attempts after the first.");

    public static Counter<long> RetriesDenied { get; } = Meter.CreateCounter<long>(
        ConnectionSdkDiagnostics.RetriesDeniedName, "{attempt}", "Retries not made because the retry budget was empty.");

    public static Counter<long> BreakerOpened { get; } = Meter.CreateCounter<long>(
        ConnectionSdkDiagnostics.BreakerOpenedName, "{time}", "Times a breaker opened.");

    public static Counter<long> TokensMinted { get; } = Meter.CreateCounter<long>(
        ConnectionSdkDiagnostics.TokensMintedName, "{token}", "Tokens obtained from a provider.");

    public static Counter<long> UnmappedStatus { get; } = Meter.CreateCounter<long>(
        ConnectionSdkDiagnostics.UnmappedStatusName, "{code}", "Provider codes this version does not know.");

    public static Counter<long> ReconnectOutcomes { get; } = Meter.CreateCounter<long>(
        ConnectionSdkDiagnostics.ReconnectOutcomesName, "{repair}", "Finished repairs by outcome.");

    public static Histogram<double> ReconnectDuration { get; } = Meter.CreateHistogram<double>(
        ConnectionSdkDiagnostics.ReconnectDurationName, "s", "From the start of a repair to its end.");

    public static Counter<long> Webhooks { get; } = Meter.CreateCounter<long>(
        ConnectionSdkDiagnostics.WebhooksName, "{delivery}", "Webhook deliveries by verdict.");
}
