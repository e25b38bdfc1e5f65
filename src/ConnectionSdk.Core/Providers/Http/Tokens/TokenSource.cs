using ConnectionSdk.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Providers;

/// <summary>Where tokens come from: the host's store if it has a good one, else the provider.</summary>
internal sealed class TokenSource(
    string provider, Func<string, CancellationToken, Task<MintedToken>> mint, ITokenStore? store, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private long _versions;

    public long Now => time.GetTimestamp();

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    public bool IsFresh(CachedToken token) => token.UsableFor is not { } usable || Since(token.ObtainedAt) < usable;

    public async Task<CachedToken> ObtainAsync(string key, SensitiveString? rejected)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        if (await FromStoreAsync(key, rejected, limit.Token).ConfigureAwait(false) is { } stored) return stored;

        // Life is counted from here: the provider's clock started no later than its answer.
        var asked = Now;
        var askedAt = time.GetUtcNow();
        var minted = await MintAsync(key, limit.Token).ConfigureAwait(false);
        if (!CallCredential.FitsHeader(minted.Value))
            throw new ProviderException(ProviderErrorKind.Protocol, provider, "ObtainToken", $"{provider}: the token in the answer is empty or cannot stand in a header.");

        HttpLog.TokenMinted(logger, provider, minted.Lifetime?.TotalSeconds ?? double.PositiveInfinity);
        if (SdkInstruments.TokensMinted.Enabled)
            SdkInstruments.TokensMinted.Add(1, new KeyValuePair<string, object?>(ConnectionSdkDiagnostics.ProviderTag, provider));

        var token = new CachedToken(minted.Value, Interlocked.Increment(ref _versions), asked, minted.Lifetime);
        await ToStoreAsync(key, new StoredToken(minted.Value, askedAt + minted.Lifetime), limit.Token).ConfigureAwait(false);
        return token;
    }

    /// <summary>No caller's cancellation reaches this: what is cancelled here has taken too long, and nobody who waits has asked for that.</summary>
    private async Task<MintedToken> MintAsync(string key, CancellationToken limit)
    {
        try
        {
            return await mint(key, limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new ProviderException(ProviderErrorKind.Timeout, provider, "ObtainToken", $"{provider}: no token came in time. Try again later.", exception)
            {
                IsTransient = true,
            };
        }
    }

    private async ValueTask<CachedToken?> FromStoreAsync(string key, SensitiveString? rejected, CancellationToken cancellationToken)
    {
        if (store is null) return null;
        try
        {
            var stored = await store.ReadAsync(key, cancellationToken).ConfigureAwait(false);
            if (stored is null || stored.Value.Equals(rejected) || !CallCredential.FitsHeader(stored.Value)) return null;
            var token = new CachedToken(stored.Value, Interlocked.Increment(ref _versions), Now, stored.ExpiresAt - time.GetUtcNow());
            return IsFresh(token) ? token : null;
        }
        catch (Exception exception)
        {
            HttpLog.TokenStoreFailed(logger, provider, exception.GetType().Name);
            return null;
        }
    }

    private async ValueTask ToStoreAsync(string key, StoredToken token, CancellationToken cancellationToken)
    {
        if (store is null) return;
        try
        {
            await store.WriteAsync(key, token, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            HttpLog.TokenStoreFailed(logger, provider, exception.GetType().Name);
        }
    }
}
