using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Diagnostics;

/// <summary>Log messages about calls to providers: event ids 1000-1099. Route templates only, never a filled-in path, header or body.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(1000, LogLevel.Debug, "{Provider} {Operation} {Method} {Route}: {StatusCode} in {Seconds:0.000} s, attempt {Attempt}, request {RequestId}")]
    public static partial void CallSucceeded(
        ILogger logger, string provider, string operation, HttpMethod method, string route, int statusCode, double seconds, int attempt, string? requestId);

    [LoggerMessage(1001, LogLevel.Information, "{Provider} {Operation} {Method} {Route} failed: {Kind}, status {StatusCode}, in {Seconds:0.000} s, attempt {Attempt}, request {RequestId}")]
    public static partial void CallFailed(
        ILogger logger, string provider, string operation, HttpMethod method, string route, ProviderErrorKind kind, int? statusCode, double seconds, int attempt, string? requestId);

    [LoggerMessage(1002, LogLevel.Debug, "{Provider} {Operation}: attempt {Attempt} ended in {Kind}, status {StatusCode}; again in {Seconds:0.000} s")]
    public static partial void Repeating(ILogger logger, string provider, string operation, int attempt, ProviderErrorKind kind, int? statusCode, double seconds);

    [LoggerMessage(1003, LogLevel.Warning, "{Provider}: at least half of the last calls failed. Calls are held back for {Seconds} s, then one Read is let through.")]
    public static partial void BreakerOpened(ILogger logger, string provider, double seconds);

    [LoggerMessage(1004, LogLevel.Warning, "{Provider} {Operation}: not repeated, the retry budget is empty. Every call is made once until calls succeed again.")]
    public static partial void BudgetEmpty(ILogger logger, string provider, string operation);

    [LoggerMessage(1005, LogLevel.Error, "{Provider} {Operation} was about to be sent a second time by a handler of the host; refused. Exclude ConnectionSdk's clients from retry handlers.")]
    public static partial void SecondSendRefused(ILogger logger, string provider, string operation);

    [LoggerMessage(1006, LogLevel.Debug, "{Provider}: new token, valid for {Seconds} s")]
    public static partial void TokenMinted(ILogger logger, string provider, double seconds);

    [LoggerMessage(1007, LogLevel.Warning, "{Provider}: the token store failed ({Reason}); going on without it")]
    public static partial void TokenStoreFailed(ILogger logger, string provider, string reason);
}
