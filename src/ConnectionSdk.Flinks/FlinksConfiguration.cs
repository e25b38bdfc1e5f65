using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;

namespace ConnectionSdk.Flinks;

/// <summary>Fills options from configuration.</summary>
internal static class FlinksConfiguration
{
    public static void Apply(IConfiguration section, FlinksOptions options)
    {
        options.Instance = SettingsReader.Text(section, nameof(options.Instance)) ?? options.Instance;
        options.CustomerId = SettingsReader.Text(section, nameof(options.CustomerId)) ?? options.CustomerId;
        options.SecretKey = SettingsReader.Secret(section, nameof(options.SecretKey)) ?? options.SecretKey;
        options.XApiKey = SettingsReader.Secret(section, nameof(options.XApiKey)) ?? options.XApiKey;
        options.RequireAuthorizeToken = SettingsReader.Flag(section, nameof(options.RequireAuthorizeToken)) ?? options.RequireAuthorizeToken;
        options.Language = SettingsReader.Text(section, nameof(options.Language)) ?? options.Language;
        options.AnswerMfaByFields = SettingsReader.Flag(section, nameof(options.AnswerMfaByFields)) ?? options.AnswerMfaByFields;
        options.RedirectUri = SettingsReader.Address(section, nameof(options.RedirectUri)) ?? options.RedirectUri;
        options.DataTimeout = SettingsReader.Time(section, nameof(options.DataTimeout)) ?? options.DataTimeout;
        options.MinimumRefreshInterval = SettingsReader.Time(section, nameof(options.MinimumRefreshInterval)) ?? options.MinimumRefreshInterval;
        options.ApiBaseAddress = SettingsReader.Address(section, nameof(options.ApiBaseAddress)) ?? options.ApiBaseAddress;
        options.ConnectBaseAddress = SettingsReader.Address(section, nameof(options.ConnectBaseAddress)) ?? options.ConnectBaseAddress;
        SettingsReader.Apply(section.GetSection(nameof(options.WidgetParameters)), options.WidgetParameters);
        SettingsReader.Apply(section.GetSection(nameof(options.WebhookSecrets)), options.WebhookSecrets);
        options.AllowUnsignedWebhooks = SettingsReader.Flag(section, nameof(options.AllowUnsignedWebhooks)) ?? options.AllowUnsignedWebhooks;
        SettingsReader.Apply(section.GetSection(nameof(options.StatusOverrides)), options.StatusOverrides);
        SettingsReader.Apply(section.GetSection(nameof(options.Http)), options.Http);
    }
}
