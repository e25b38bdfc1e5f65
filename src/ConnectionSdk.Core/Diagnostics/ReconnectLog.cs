using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Diagnostics;

/// <summary>Log messages about repairs: event ids 1100-1199. Sessions and connections are not named: their ids can be secrets or personal data.</summary>
internal static partial class ReconnectLog
{
    [LoggerMessage(1100, LogLevel.Information, "Reconnect of a {Provider} connection started.")]
    public static partial void Started(ILogger logger, string provider);

    [LoggerMessage(1101, LogLevel.Information, "Reconnect of a {Provider} connection asks for {Action} by {Actor}.")]
    public static partial void Asks(ILogger logger, string provider, RequiredActionKind action, Actor actor);

    [LoggerMessage(1102, LogLevel.Information, "Reconnect of a {Provider} connection ended: {Outcome}.")]
    public static partial void Ended(ILogger logger, string provider, ReconnectOutcome outcome);

    [LoggerMessage(1103, LogLevel.Warning, "The answer to a reply was lost; the {Provider} connection is read instead and nothing is sent again.")]
    public static partial void OutcomeUnknown(ILogger logger, string provider);

    [LoggerMessage(1104, LogLevel.Warning, "The bank refused {Rejected} replies to a {Provider} connection; the repair stops before the login is locked.")]
    public static partial void LoopGuard(ILogger logger, string provider, int rejected);

    [LoggerMessage(1105, LogLevel.Debug, "A look at a {Provider} connection failed ({Kind}); it is tried again at the next poll.")]
    public static partial void LookFailed(ILogger logger, string provider, ProviderErrorKind kind);

    [LoggerMessage(1106, LogLevel.Warning, "The accounts of a repaired {Provider} connection could not be compared ({Kind}).")]
    public static partial void AccountsNotCompared(ILogger logger, string provider, ProviderErrorKind kind);

    [LoggerMessage(1107, LogLevel.Warning, "A reply to a {Provider} connection was taken, but the link for the next step could not be had ({ErrorType}); it is issued when the session is asked for.")]
    public static partial void LaunchFailed(ILogger logger, string provider, string errorType);
}
