using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Diagnostics;

/// <summary>Log messages about status mapping: event ids 1300-1399.</summary>
internal static partial class StatusLog
{
    [LoggerMessage(1300, LogLevel.Warning,
        "{Provider} reports code {ProviderCode}, which this version does not know. It is treated cautiously; override the row in the options or update.")]
    public static partial void UnmappedCode(ILogger logger, string provider, string providerCode);
}
