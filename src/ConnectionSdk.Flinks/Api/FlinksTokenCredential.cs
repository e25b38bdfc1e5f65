using System.Net.Http.Headers;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>
/// A new authorize token for every attempt of one call: a token is good for one use, so it is neither kept nor shared. Flinks: Authentication
/// reference.
/// </summary>
internal sealed class FlinksTokenCredential(FlinksApi api) : CallCredential
{
    /// <summary>How many attempts have asked for one.</summary>
    public int Minted { get; private set; }

    public override async ValueTask<CredentialUse> ApplyAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        Minted++;
        var token = await api.MintTokenAsync(cancellationToken).ConfigureAwait(false);
        headers.TryAddWithoutValidation(FlinksApi.AuthHeader, token.Reveal());
        return default;
    }
}
