using System.Diagnostics;
using ConnectionSdk.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Providers;

/// <summary>Tells logs, metrics and the current activity how a call went; does nothing where nobody listens.</summary>
internal sealed class CallReporter(string provider, string? tenant, ILogger logger, TimeProvider time)
{
    public void Succeeded(ProviderCallState state, in Exchange answer)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            HttpLog.CallSucceeded(
                logger, provider, state.Call.Operation, state.Call.Method, state.Call.Route, answer.StatusCode, Seconds(state), state.Attempts, answer.RequestId);
        }

        if (SdkInstruments.CallDuration.Enabled) Measure(state, answer.StatusCode, "ok", null);
        Annotate(state, answer.StatusCode, answer.RequestId);
    }

    public void Failed(ProviderCallState state, CallFailure failure)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            HttpLog.CallFailed(
                logger, provider, state.Call.Operation, state.Call.Method, state.Call.Route, failure.Kind, failure.StatusCode, Seconds(state), state.Attempts, failure.RequestId);
        }

        if (failure.Cause is SendOnceException) HttpLog.SecondSendRefused(logger, provider, state.Call.Operation);
        if (SdkInstruments.CallDuration.Enabled) Measure(state, failure.StatusCode ?? 0, "failed", failure.Kind);
        Annotate(state, failure.StatusCode ?? 0, failure.RequestId);
    }

    public void Repeating(ProviderCallState state, CallFailure failure, TimeSpan delay)
    {
        HttpLog.Repeating(logger, provider, state.Call.Operation, state.Attempts, failure.Kind, failure.StatusCode, delay.TotalSeconds);
        if (SdkInstruments.CallRetries.Enabled) SdkInstruments.CallRetries.Add(1, Tags(state.Call));
    }

    public void BudgetEmpty(ProviderCall call)
    {
        HttpLog.BudgetEmpty(logger, provider, call.Operation);
        if (SdkInstruments.RetriesDenied.Enabled) SdkInstruments.RetriesDenied.Add(1, Tags(call));
    }

    public void BreakerOpened(TimeSpan pause)
    {
        HttpLog.BreakerOpened(logger, provider, pause.TotalSeconds);
        if (SdkInstruments.BreakerOpened.Enabled) SdkInstruments.BreakerOpened.Add(1, new KeyValuePair<string, object?>(ConnectionSdkDiagnostics.ProviderTag, provider));
    }

    private double Seconds(ProviderCallState state) => time.GetElapsedTime(state.Started).TotalSeconds;

    private TagList Tags(ProviderCall call)
    {
        var tags = new TagList { { ConnectionSdkDiagnostics.ProviderTag, provider }, { ConnectionSdkDiagnostics.OperationTag, call.Operation } };
        if (tenant is not null) tags.Add(ConnectionSdkDiagnostics.TenantTag, tenant);
        return tags;
    }

    private void Measure(ProviderCallState state, int status, string outcome, ProviderErrorKind? error)
    {
        var tags = Tags(state.Call);
        tags.Add(ConnectionSdkDiagnostics.OutcomeTag, outcome);
        if (status != 0) tags.Add(ConnectionSdkDiagnostics.StatusCodeTag, status);
        if (error is { } kind) tags.Add(ConnectionSdkDiagnostics.ErrorTypeTag, kind.ToString());
        SdkInstruments.CallDuration.Record(Seconds(state), tags);
    }

    private static void Annotate(ProviderCallState state, int status, string? requestId)
    {
        if (Activity.Current is not { IsAllDataRequested: true } activity || !ReferenceEquals(activity.Source, SdkInstruments.Activities)) return;
        activity.SetTag(ConnectionSdkDiagnostics.AttemptsTag, state.Attempts);
        if (status != 0) activity.SetTag(ConnectionSdkDiagnostics.StatusCodeTag, status);
        if (requestId is not null) activity.SetTag(ConnectionSdkDiagnostics.RequestIdTag, requestId);
    }
}
