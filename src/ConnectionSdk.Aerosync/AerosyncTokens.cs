using System.Globalization;
using System.Text.Json;
using ConnectionSdk.Aerosync.Api;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Aerosync;

/// <summary>The API token of one registration: one request however many callers wait, renewed before its end. Aerosync: Generate a token.</summary>
internal sealed class AerosyncTokens
{
    /// <summary>No lifetime is taken for longer than this, whatever the answer says.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly ProviderId _provider;
    private readonly AerosyncApi _api;
    private readonly TimeProvider _time;

    public AerosyncTokens(ProviderId provider, AerosyncApi api, AerosyncOptions options, ITokenStore? store, TimeProvider time, ILogger logger)
    {
        _provider = provider;
        _api = api;
        _time = time;
        Credential = new AerosyncCredential(
            CallCredential.Header(AerosyncCredential.ApiKeyHeader, options.ApiKey!),
            new TokenCache(provider.Name, MintAsync, store, time, logger),
            provider.ToString());
    }

    /// <summary>What data calls authenticate with.</summary>
    public CallCredential Credential { get; }

    /// <summary>How long a token is good for: the <c>TTL</c>, else the end written into the token; null when neither can be read.</summary>
    public static TimeSpan? LifetimeOf(AerosyncTokenDto token, DateTimeOffset now)
    {
        if (double.TryParse(token.Ttl, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
        {
            return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
        }

        var left = EndOf(token.Token) - now;
        return left > TimeSpan.Zero ? left < Longest ? left : Longest : null;
    }

    /// <summary>The token, which a success must carry.</summary>
    /// <exception cref="ProviderException">Kind Protocol: there is none.</exception>
    public static SensitiveString Require(AerosyncTokenDto token, ProviderId provider, string operation) =>
        token.Token is { IsEmpty: false } value
            ? value
            : throw new ProviderException(ProviderErrorKind.Protocol, provider.Name, operation, $"{provider.Name} {operation}: the answer has no token.")
            { Tenant = provider.Tenant };

    private async Task<MintedToken> MintAsync(string key, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var token = await _api.GetTokenAsync(cancellationToken).ConfigureAwait(false);
        return new MintedToken(Require(token, _provider, "GetToken"), LifetimeOf(token, now));
    }

    /// <summary>The <c>exp</c> claim. The signature is Aerosync's business: all that is at stake is when to ask for a new token.</summary>
    private static DateTimeOffset? EndOf(SensitiveString? token)
    {
        if (token?.Reveal().Split('.') is not [_, { Length: > 0 and < 4096 } claims, _])
        {
            return null;
        }

        try
        {
            var padded = claims.Replace('-', '+').Replace('_', '/') + "===="[..((4 - (claims.Length % 4)) % 4)];
            using var json = JsonDocument.Parse(Convert.FromBase64String(padded));
            return json.RootElement.TryGetProperty("exp", out var exp) && exp.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
