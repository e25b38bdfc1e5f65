using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;

namespace ConnectionSdk.Araucaria;

/// <summary>Fills options from configuration; only <see cref="AraucariaOptions.RefreshIntentBodyFactory"/> can be set in code alone.</summary>
internal static class AraucariaConfiguration
{
    public static void Apply(IConfiguration section, AraucariaOptions options)
    {
        options.ApiKey = SettingsReader.Secret(section, nameof(options.ApiKey)) ?? options.ApiKey;
        options.BaseAddress = SettingsReader.Address(section, nameof(options.BaseAddress)) ?? options.BaseAddress;
        options.ApiVersionSegment = SettingsReader.Text(section, nameof(options.ApiVersionSegment)) ?? options.ApiVersionSegment;
        options.AuthorizationHeaderName = SettingsReader.Text(section, nameof(options.AuthorizationHeaderName)) ?? options.AuthorizationHeaderName;
        options.AuthorizationScheme = SettingsReader.Text(section, nameof(options.AuthorizationScheme)) ?? options.AuthorizationScheme;
        options.DisconnectRoute = SettingsReader.Text(section, nameof(options.DisconnectRoute)) ?? options.DisconnectRoute;
        options.DeleteRoute = SettingsReader.Text(section, nameof(options.DeleteRoute)) ?? options.DeleteRoute;
        options.WidgetTokenLifetime = SettingsReader.Time(section, nameof(options.WidgetTokenLifetime)) ?? options.WidgetTokenLifetime;
        options.WidgetScriptUrl = SettingsReader.Address(section, nameof(options.WidgetScriptUrl)) ?? options.WidgetScriptUrl;
        SettingsReader.Apply(section.GetSection(nameof(options.StatusAliases)), options.StatusAliases);
        options.PollInterval = SettingsReader.Time(section, nameof(options.PollInterval)) ?? options.PollInterval;
        options.PollFactor = SettingsReader.Number<double>(section, nameof(options.PollFactor)) ?? options.PollFactor;
        options.MaxPollInterval = SettingsReader.Time(section, nameof(options.MaxPollInterval)) ?? options.MaxPollInterval;
        options.VerificationTimeout = SettingsReader.Time(section, nameof(options.VerificationTimeout)) ?? options.VerificationTimeout;
        options.MaxRefreshPollInterval = SettingsReader.Time(section, nameof(options.MaxRefreshPollInterval)) ?? options.MaxRefreshPollInterval;
        options.RefreshTimeout = SettingsReader.Time(section, nameof(options.RefreshTimeout)) ?? options.RefreshTimeout;
        options.ErrorPatience = SettingsReader.Time(section, nameof(options.ErrorPatience)) ?? options.ErrorPatience;
        SettingsReader.Apply(section.GetSection(nameof(options.WebhookSecrets)), options.WebhookSecrets);
        options.AllowUnsignedWebhooks = SettingsReader.Flag(section, nameof(options.AllowUnsignedWebhooks)) ?? options.AllowUnsignedWebhooks;
        options.WebhookTolerance = SettingsReader.Time(section, nameof(options.WebhookTolerance)) ?? options.WebhookTolerance;
        options.WebhookSignatureHeader = SettingsReader.Text(section, nameof(options.WebhookSignatureHeader)) ?? options.WebhookSignatureHeader;
        SettingsReader.Apply(section.GetSection(nameof(options.StatusOverrides)), options.StatusOverrides);
        SettingsReader.Apply(section.GetSection(nameof(options.Http)), options.Http);
    }
}
