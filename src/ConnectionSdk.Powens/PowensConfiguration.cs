using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;

namespace ConnectionSdk.Powens;

/// <summary>Fills options from configuration.</summary>
internal static class PowensConfiguration
{
    public static void Apply(IConfiguration section, PowensOptions options)
    {
        options.Domain = SettingsReader.Text(section, nameof(options.Domain)) ?? options.Domain;
        options.ClientId = SettingsReader.Text(section, nameof(options.ClientId)) ?? options.ClientId;
        options.ClientSecret = SettingsReader.Secret(section, nameof(options.ClientSecret)) ?? options.ClientSecret;
        options.RedirectUri = SettingsReader.Address(section, nameof(options.RedirectUri)) ?? options.RedirectUri;
        options.Language = SettingsReader.Text(section, nameof(options.Language)) ?? options.Language;
        options.ReconnectMode = SettingsReader.Choice<PowensReconnectMode>(section, nameof(options.ReconnectMode)) ?? options.ReconnectMode;
        options.HasAgentStatus = SettingsReader.Flag(section, nameof(options.HasAgentStatus)) ?? options.HasAgentStatus;
        options.EncryptFields = SettingsReader.Flag(section, nameof(options.EncryptFields)) ?? options.EncryptFields;
        options.RevokePreviousTokens = SettingsReader.Flag(section, nameof(options.RevokePreviousTokens)) ?? options.RevokePreviousTokens;
        options.ConsentWarning = SettingsReader.Time(section, nameof(options.ConsentWarning)) ?? options.ConsentWarning;
        options.ApprovalTimeout = SettingsReader.Time(section, nameof(options.ApprovalTimeout)) ?? options.ApprovalTimeout;
        options.MinimumRefreshInterval = SettingsReader.Time(section, nameof(options.MinimumRefreshInterval)) ?? options.MinimumRefreshInterval;
        options.ApiBaseAddress = SettingsReader.Address(section, nameof(options.ApiBaseAddress)) ?? options.ApiBaseAddress;
        options.WebviewBaseAddress = SettingsReader.Address(section, nameof(options.WebviewBaseAddress)) ?? options.WebviewBaseAddress;
        SettingsReader.Apply(section.GetSection(nameof(options.WebhookSecrets)), options.WebhookSecrets);
        options.AllowUnsignedWebhooks = SettingsReader.Flag(section, nameof(options.AllowUnsignedWebhooks)) ?? options.AllowUnsignedWebhooks;
        options.WebhookTolerance = SettingsReader.Time(section, nameof(options.WebhookTolerance)) ?? options.WebhookTolerance;
        options.AllowBearerWebhooks = SettingsReader.Flag(section, nameof(options.AllowBearerWebhooks)) ?? options.AllowBearerWebhooks;
        foreach (var path in section.GetSection(nameof(options.WebhookPaths)).GetChildren())
        {
            options.WebhookPaths[path.Key] = path.Value ?? "";
        }

        SettingsReader.Apply(section.GetSection(nameof(options.StatusOverrides)), options.StatusOverrides);
        SettingsReader.Apply(section.GetSection(nameof(options.Http)), options.Http);
    }
}
