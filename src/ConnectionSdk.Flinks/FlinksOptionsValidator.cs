using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Flinks;

/// <summary>The rules that one attribute can say.</summary>
[OptionsValidator]
internal sealed partial class FlinksOptionsValidator : IValidateOptions<FlinksOptions>;

/// <summary>The rules that attributes cannot say.</summary>
internal sealed class FlinksOptionsRules() : ProviderOptionsRules<FlinksOptions>(new FlinksOptionsValidator())
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    protected override ProviderHttpOptions? HttpOf(FlinksOptions options) => options.Http;

    protected override IEnumerable<string> Problems(FlinksOptions options)
    {
        if (WebhookSignature.Refuse(options.WebhookSecrets, options.AllowUnsignedWebhooks) is { } webhooks)
        {
            yield return webhooks;
        }

        var customerIsGuid = Guid.TryParseExact(options.CustomerId, "D", out _);
        if (options.CustomerId.Length > 0 && !customerIsGuid)
        {
            yield return "CustomerId must be a GUID, as in the path of your API addresses.";
        }

        if (options.Instance.Length > 0 && !ProviderAddress.IsHostLabel($"{options.Instance}-iframe"))
        {
            yield return "Instance must be one label of a host name (a-z, 0-9 and hyphen), without -api.private.fin.ag.";
        }
        else if (options.Instance.Length > 0 && customerIsGuid)
        {
            if (Refuse(options.ApiBaseAddress, options) is { } api)
            {
                yield return $"ApiBaseAddress: {api}";
            }

            if (Refuse(options.ConnectBaseAddress, options) is { } connect)
            {
                yield return $"ConnectBaseAddress: {connect}";
            }
        }

        if (options.SecretKey is { } secretKey && !CallCredential.FitsHeader(secretKey))
        {
            yield return "SecretKey is empty or holds characters that cannot stand in a header.";
        }

        if (options.XApiKey is { } xApiKey && !CallCredential.FitsHeader(xApiKey))
        {
            yield return "XApiKey is empty or holds characters that cannot stand in a header.";
        }

        if (options.RedirectUri is { } redirect && FlinksWidget.RefuseRedirect(redirect) is { } refusal)
        {
            yield return $"RedirectUri {refusal}";
        }

        if (options.DataTimeout <= TimeSpan.Zero || options.DataTimeout > LongestWait)
        {
            yield return "DataTimeout must be more than zero and at most 30 minutes.";
        }

        if (options.MinimumRefreshInterval < TimeSpan.Zero)
        {
            yield return "MinimumRefreshInterval must not be negative.";
        }
    }

    private static string? Refuse(Uri? address, FlinksOptions options) => address is null ? null : ProviderAddress.Refuse(address, options.Http);
}
