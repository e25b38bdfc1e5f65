using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Araucaria;

/// <summary>The rules that one attribute can say.</summary>
[OptionsValidator]
internal sealed partial class AraucariaOptionsValidator : IValidateOptions<AraucariaOptions>;

/// <summary>The rules that attributes cannot say.</summary>
internal sealed class AraucariaOptionsRules(IAraucariaApiKeys? hostKeys = null) : ProviderOptionsRules<AraucariaOptions>(new AraucariaOptionsValidator())
{
    protected override ProviderHttpOptions? HttpOf(AraucariaOptions options) => options.Http;

    protected override IEnumerable<string> Problems(AraucariaOptions options)
    {
        if (WebhookSignature.Refuse(options.WebhookSecrets, options.AllowUnsignedWebhooks) is { } webhooks)
        {
            yield return webhooks;
        }

        if (options.WebhookTolerance <= TimeSpan.Zero)
        {
            yield return "WebhookTolerance must be longer than zero.";
        }

        if (options.ApiKey is null)
        {
            if (hostKeys is null)
            {
                yield return "ApiKey is missing: the key of your client, arau_…, or register IAraucariaApiKeys.";
            }
        }
        else if (!CallCredential.FitsHeader(options.ApiKey))
        {
            yield return "ApiKey is empty or holds characters that cannot stand in a header (spaces, line ends, non-ASCII).";
        }

        if (options.BaseAddress is { } address && ProviderAddress.Refuse(address, options.Http) is { } refusal)
        {
            yield return $"BaseAddress: {refusal}";
        }

        if (options.WidgetScriptUrl is { } script && ProviderAddress.Refuse(script, options.Http) is { } widget)
        {
            yield return $"WidgetScriptUrl: {widget}";
        }

        if (options.ApiVersionSegment is { Length: > 0 } version && !AraucariaRoute.IsPlain(version))
        {
            yield return "ApiVersionSegment must be one segment of a path, such as v1.";
        }

        if (options.DisconnectRoute is { } disconnect && !AraucariaRoute.TryParse(disconnect, HttpMethod.Post, out _))
        {
            yield return "DisconnectRoute must be a path with {id} in it and perhaps a method, such as POST v1/connections/{id}/disconnect.";
        }

        if (options.DeleteRoute is { } delete && !AraucariaRoute.TryParse(delete, HttpMethod.Delete, out _))
        {
            yield return "DeleteRoute must be a path with {id} in it and perhaps a method, such as DELETE v1/connections/{id}.";
        }

        if (options.PollInterval <= TimeSpan.Zero || options.MaxPollInterval < options.PollInterval || options.MaxRefreshPollInterval < options.PollInterval)
        {
            yield return "PollInterval must be longer than zero, and MaxPollInterval and MaxRefreshPollInterval not shorter than it.";
        }

        if (options.WidgetTokenLifetime <= TimeSpan.Zero || options.VerificationTimeout <= TimeSpan.Zero)
        {
            yield return "WidgetTokenLifetime and VerificationTimeout must be longer than zero.";
        }

        if (options.RefreshTimeout < TimeSpan.Zero || options.ErrorPatience < TimeSpan.Zero)
        {
            yield return "RefreshTimeout and ErrorPatience must not be negative.";
        }

        foreach (var (alias, status) in options.StatusAliases)
        {
            if (string.IsNullOrWhiteSpace(alias) || !AraucariaStatuses.Knows(options, status))
            {
                yield return $"StatusAliases: {(string.IsNullOrWhiteSpace(alias) ? "an empty status" : alias)} must stand for a status that has a row.";
            }
        }
    }
}
