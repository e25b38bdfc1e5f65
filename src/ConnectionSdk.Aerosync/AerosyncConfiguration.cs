using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;

namespace ConnectionSdk.Aerosync;

/// <summary>Fills options from configuration.</summary>
internal static class AerosyncConfiguration
{
    public static void Apply(IConfiguration section, AerosyncOptions options)
    {
        options.ApiKey = SettingsReader.Secret(section, nameof(options.ApiKey)) ?? options.ApiKey;
        options.ApiSecret = SettingsReader.Secret(section, nameof(options.ApiSecret)) ?? options.ApiSecret;
        options.Environment = SettingsReader.Choice<AerosyncEnvironment>(section, nameof(options.Environment)) ?? options.Environment;
        options.Hosts = SettingsReader.Choice<AerosyncHosts>(section, nameof(options.Hosts)) ?? options.Hosts;
        options.ApiBaseAddress = SettingsReader.Address(section, nameof(options.ApiBaseAddress)) ?? options.ApiBaseAddress;
        options.WidgetAddress = SettingsReader.Address(section, nameof(options.WidgetAddress)) ?? options.WidgetAddress;
        options.WidgetScript = SettingsReader.Address(section, nameof(options.WidgetScript)) ?? options.WidgetScript;
        options.WidgetTokenPath = SettingsReader.Text(section, nameof(options.WidgetTokenPath)) ?? options.WidgetTokenPath;
        options.UserProperty = SettingsReader.Text(section, nameof(options.UserProperty)) ?? options.UserProperty;
        options.ConfigurationId = SettingsReader.Text(section, nameof(options.ConfigurationId)) ?? options.ConfigurationId;
        options.RedirectUri = SettingsReader.Address(section, nameof(options.RedirectUri)) ?? options.RedirectUri;
        options.Theme = SettingsReader.Text(section, nameof(options.Theme)) ?? options.Theme;
        options.ListsConnections = SettingsReader.Flag(section, nameof(options.ListsConnections)) ?? options.ListsConnections;
        options.ReadsBalances = SettingsReader.Flag(section, nameof(options.ReadsBalances)) ?? options.ReadsBalances;
        options.ConsentWarning = SettingsReader.Time(section, nameof(options.ConsentWarning)) ?? options.ConsentWarning;
        options.JobPollInterval = SettingsReader.Time(section, nameof(options.JobPollInterval)) ?? options.JobPollInterval;
        options.LongestJobPollInterval = SettingsReader.Time(section, nameof(options.LongestJobPollInterval)) ?? options.LongestJobPollInterval;
        options.JobTimeout = SettingsReader.Time(section, nameof(options.JobTimeout)) ?? options.JobTimeout;
        options.ConfirmationTimeout = SettingsReader.Time(section, nameof(options.ConfirmationTimeout)) ?? options.ConfirmationTimeout;
        SettingsReader.Apply(section.GetSection(nameof(options.WidgetParameters)), options.WidgetParameters);
        SettingsReader.Apply(section.GetSection(nameof(options.WebhookSecrets)), options.WebhookSecrets);
        options.AllowUnsignedWebhooks = SettingsReader.Flag(section, nameof(options.AllowUnsignedWebhooks)) ?? options.AllowUnsignedWebhooks;
        options.WebhookTolerance = SettingsReader.Time(section, nameof(options.WebhookTolerance)) ?? options.WebhookTolerance;
        SettingsReader.Apply(section.GetSection(nameof(options.StatusOverrides)), options.StatusOverrides);
        SettingsReader.Apply(section.GetSection(nameof(options.Http)), options.Http);
    }
}
