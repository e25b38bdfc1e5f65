using System.Net.Http.Headers;

namespace ConnectionSdk.Providers;

/// <summary>A renewable token from a <see cref="TokenCache"/> in a header.</summary>
public sealed class TokenCredential : CallCredential
{
    private readonly TokenCache _cache;
    private readonly string _key;
    private readonly Func<int, ProviderError, bool> _saysExpired;
    private readonly string _header;
    private readonly string _prefix;

    /// <summary>Creates the credential.</summary>
    /// <param name="cache">Where tokens come from.</param>
    /// <param name="key">Whose token.</param>
    /// <param name="saysExpired">
    /// Whether a status and error mean "this token has expired" (Aerosync: 403 with AC-001). Never any 401: the code a user typed may be what was refused.
    /// </param>
    /// <param name="header">The header's name.</param>
    /// <param name="prefix">Text before the token.</param>
    public TokenCredential(
        TokenCache cache, string key, Func<int, ProviderError, bool> saysExpired, string header = "Authorization", string prefix = "Bearer ")
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(saysExpired);
        _cache = cache;
        _key = key;
        _saysExpired = saysExpired;
        _header = header;
        _prefix = prefix;
    }

    /// <inheritdoc/>
    public override ValueTask<CredentialUse> ApplyAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var pending = _cache.GetAsync(_key, cancellationToken);
        return pending.IsCompletedSuccessfully ? new ValueTask<CredentialUse>(Put(headers, pending.Result)) : WaitAsync(headers, pending);
    }

    /// <inheritdoc/>
    public override bool Invalidate(CredentialUse use, int statusCode, ProviderError error)
    {
        if (!_saysExpired(statusCode, error)) return false;
        _cache.Invalidate(_key, use.TokenVersion);
        return true;
    }

    private async ValueTask<CredentialUse> WaitAsync(HttpRequestHeaders headers, ValueTask<CachedToken> pending) =>
        Put(headers, await pending.ConfigureAwait(false));

    private CredentialUse Put(HttpRequestHeaders headers, CachedToken token)
    {
        headers.TryAddWithoutValidation(_header, token.HeaderText(_prefix));
        return new CredentialUse(token.Version);
    }
}
