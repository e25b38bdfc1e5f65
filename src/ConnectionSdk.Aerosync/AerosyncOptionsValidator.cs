using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Aerosync;

/// <summary>The rules that one attribute can say.</summary>
[OptionsValidator]
internal sealed partial class AerosyncOptionsValidator : IValidateOptions<AerosyncOptions>;

/// <summary>The rules that attributes cannot say.</summary>
internal sealed class AerosyncOptionsRules() : ProviderOptionsRules<AerosyncOptions>(new AerosyncOptionsValidator())
{
    protected override ProviderHttpOptions? HttpOf(AerosyncOptions options) => options.Http;

    protected override IEnumerable<string> Problems(AerosyncOptions options)
    {
        if (WebhookSignature.Refuse(options.WebhookSecrets, options.AllowUnsignedWebhooks) is { } webhooks)
        {
            yield return webhooks;
        }

        if (options.WebhookTolerance <= TimeSpan.Zero)
        {
            yield return "WebhookTolerance must be longer than zero.";
        }

        if (options.ApiKey is { } key && !CallCredential.FitsHeader(key))
        {
            yield return "ApiKey is empty or holds characters that cannot stand in a header (spaces, line ends, non-ASCII).";
        }

        if (options.ApiSecret is { IsEmpty: true })
        {
            yield return "ApiSecret is empty: Aerosync issues it together with the key.";
        }

        if (!Enum.IsDefined(options.Environment) || !Enum.IsDefined(options.Hosts))
        {
            yield return "Environment must be Production, Sandbox or Staging, and Hosts AerosyncCom or AeroInc.";
        }
        else if (options.ApiAddress is null)
        {
            yield return "ApiBaseAddress is missing: this family of hosts has no API of that environment.";
        }
        else if (ProviderAddress.Refuse(options.ApiAddress, options.Http) is { } api)
        {
            yield return $"ApiBaseAddress: {api}";
        }

        if (ProviderAddress.Refuse(options.WidgetPage, options.Http) is { } widget)
        {
            yield return $"WidgetAddress: {widget}";
        }

        if (options.WidgetScript is { } script && ProviderAddress.Refuse(script, options.Http) is { } refused)
        {
            yield return $"WidgetScript: {refused}";
        }

        if (options.RedirectUri is { } redirect && AerosyncWidget.RefuseRedirect(redirect) is { } refusal)
        {
            yield return $"RedirectUri {refusal}";
        }

        if (options.ConsentWarning < TimeSpan.Zero)
        {
            yield return "ConsentWarning must not be negative.";
        }

        if (options.JobPollInterval <= TimeSpan.Zero || options.LongestJobPollInterval < options.JobPollInterval
            || options.JobTimeout < TimeSpan.Zero || options.ConfirmationTimeout <= TimeSpan.Zero)
        {
            yield return "JobPollInterval and ConfirmationTimeout must be above zero, LongestJobPollInterval not below JobPollInterval, JobTimeout not negative.";
        }
    }
}
