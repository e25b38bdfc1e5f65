using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;

namespace ConnectionSdk.Hosting;

/// <summary>Fills the limits of repairs from configuration.</summary>
internal static class ReconnectConfiguration
{
    public static void Apply(IConfiguration section, ReconnectFlowOptions options)
    {
        options.MaxRejectedReplies = SettingsReader.Number<int>(section, nameof(options.MaxRejectedReplies)) ?? options.MaxRejectedReplies;
        options.RejectionWindow = SettingsReader.Time(section, nameof(options.RejectionWindow)) ?? options.RejectionWindow;
        options.MaxReplies = SettingsReader.Number<int>(section, nameof(options.MaxReplies)) ?? options.MaxReplies;
        options.MaxFailedLooks = SettingsReader.Number<int>(section, nameof(options.MaxFailedLooks)) ?? options.MaxFailedLooks;
        options.ReplyLease = SettingsReader.Time(section, nameof(options.ReplyLease)) ?? options.ReplyLease;
        options.ExpirySafety = SettingsReader.Time(section, nameof(options.ExpirySafety)) ?? options.ExpirySafety;
    }
}
