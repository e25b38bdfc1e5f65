using Microsoft.Extensions.Logging;

namespace ConnectionSdk.AspNetCore;

/// <summary>Log messages of the callback: event ids 1500-1599. Fixed words only: what stands in the address is a secret or somebody's forgery.</summary>
internal static partial class CallbackLog
{
    [LoggerMessage(1500, LogLevel.Warning, "A callback was refused: {Reason}.")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(1501, LogLevel.Warning, "A callback was accepted but could not be passed on ({Failure}); the user is asked to go on in the page.")]
    public static partial void NotPassedOn(ILogger logger, string failure);
}
