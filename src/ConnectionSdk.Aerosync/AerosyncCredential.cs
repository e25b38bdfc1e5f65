using System.Net.Http.Headers;
using ConnectionSdk.Aerosync.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync;

/// <summary>The API token of a data call, and beside it the key in <c>x-api-key</c>, which is documented for some calls and sent with all.</summary>
internal sealed class AerosyncCredential(CallCredential apiKey, TokenCache tokens, string subject) : CallCredential
{
    public const string ApiKeyHeader = "x-api-key";

    private readonly TokenCredential _token = new(tokens, subject, AerosyncErrorReader.SaysExpired);

    public override async ValueTask<CredentialUse> ApplyAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        await apiKey.ApplyAsync(headers, cancellationToken).ConfigureAwait(false);
        return await _token.ApplyAsync(headers, cancellationToken).ConfigureAwait(false);
    }

    public override bool Invalidate(CredentialUse use, int statusCode, ProviderError error) => _token.Invalidate(use, statusCode, error);
}
