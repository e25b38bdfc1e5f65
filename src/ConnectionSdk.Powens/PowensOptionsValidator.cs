using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Powens;

/// <summary>The rules that one attribute can say.</summary>
[OptionsValidator]
internal sealed partial class PowensOptionsValidator : IValidateOptions<PowensOptions>;

/// <summary>The rules that attributes cannot say.</summary>
internal sealed class PowensOptionsRules() : ProviderOptionsRules<PowensOptions>(new PowensOptionsValidator())
{
    protected override ProviderHttpOptions? HttpOf(PowensOptions options) => options.Http;

    protected override IEnumerable<string> Problems(PowensOptions options)
    {
        if (WebhookSignature.Refuse(options.WebhookSecrets, options.AllowUnsignedWebhooks) is { } webhooks)
        {
            yield return webhooks;
        }

        if (options.AllowBearerWebhooks && (options.WebhookSecrets.Count > 0 || options.AllowUnsignedWebhooks))
        {
            yield return "AllowBearerWebhooks stands alone: Powens sends either a signature or the user's token. Take away WebhookSecrets and AllowUnsignedWebhooks.";
        }

        if (options.WebhookTolerance <= TimeSpan.Zero && options.WebhookTolerance != Timeout.InfiniteTimeSpan)
        {
            yield return "WebhookTolerance must be longer than zero, or infinite.";
        }

        if (options.Domain.Length > 0 && !ProviderAddress.IsHostLabel(options.Domain))
        {
            yield return "Domain must be one label of a host name (a-z, 0-9 and hyphen), without .biapi.pro.";
        }
        else if (options.Domain.Length > 0 && ProviderAddress.Refuse(options.ApiAddress, options.Http) is { } api)
        {
            yield return $"ApiBaseAddress: {api}";
        }

        if (ProviderAddress.Refuse(options.WebviewBaseAddress, options.Http) is { } webview)
        {
            yield return $"WebviewBaseAddress: {webview}";
        }

        if (options.RedirectUri is { } redirect && PowensWebview.RefuseRedirect(redirect) is { } refusal)
        {
            yield return $"RedirectUri {refusal}";
        }

        if (options.ClientSecret is { IsEmpty: true })
        {
            yield return "ClientSecret is empty: leave it out, or take it from the Powens console.";
        }

        if (!Enum.IsDefined(options.ReconnectMode))
        {
            yield return "ReconnectMode must be Custom or Webview.";
        }

        if (options.ConsentWarning < TimeSpan.Zero || options.ApprovalTimeout <= TimeSpan.Zero || options.MinimumRefreshInterval < TimeSpan.Zero)
        {
            yield return "ConsentWarning, ApprovalTimeout and MinimumRefreshInterval must not be negative, and ApprovalTimeout not zero.";
        }
    }
}
