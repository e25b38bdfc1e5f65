using System.Net.Http.Headers;
using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens;

/// <summary>The bearer token of one user: the host's, or one obtained with the client's secret, which alone can be renewed.</summary>
internal sealed class PowensUserCredential(UserRef user, IPowensUserTokens? hostTokens, TokenCache minted) : CallCredential
{
    private readonly TokenCredential _minted = new(minted, user.ToString(), PowensErrorReader.RefusesToken);
    private HostToken? _last;

    public override async ValueTask<CredentialUse> ApplyAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        if (hostTokens is null || await hostTokens.FindAsync(user, cancellationToken).ConfigureAwait(false) is not { } token)
        {
            return await _minted.ApplyAsync(headers, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // A host that answers from memory gives the same instance each time: its header is made once.
            var last = _last;
            if (last is null || !ReferenceEquals(last.Token, token))
            {
                _last = last = new HostToken(token, Bearer(token));
            }

            return await last.Header.ApplyAsync(headers, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            throw new ProviderException(
                ProviderErrorKind.Configuration, PowensProvider.Name, "FindUserToken",
                "powens: the user token of IPowensUserTokens is empty or holds characters that cannot stand in a header.")
            { Tenant = user.Provider.Tenant, MayHaveBeenSent = false };
        }
    }

    public override bool Invalidate(CredentialUse use, int statusCode, ProviderError error) =>
        use.TokenVersion != 0 && _minted.Invalidate(use, statusCode, error);

    private sealed record HostToken(SensitiveString Token, CallCredential Header);
}
