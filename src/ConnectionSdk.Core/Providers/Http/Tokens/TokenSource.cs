using ConnectionSdk.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Providers;

/// <summary>Where tokens come from: the host's store if it has a good one, else the provider.</summary>
internal sealed class TokenSource(
    string provider, Func<string, CancellationToken, Task<MintedToken>> mint, ITokenStore? store, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Far below the deadline of any call: a store that hangs costs a token call, not the call itself.</summary>
    private static readonly TimeSpan StoreLimit = TimeSpan.FromSeconds(2);

    private long _versions;

    public long Now => time.GetTimestamp();

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    public bool IsFresh(CachedToken token) => token.UsableFor is not { } usable || Since(token.ObtainedAt) < usable;

    /// <summary>A token from the store, or a new one; what is to be kept in the store is null for one that came from there.</summary>
    public async Task<(CachedToken Token, StoredToken? ToKeep)> ObtainAsync(string key, SensitiveString? rejected)
    {
        if (await FromStoreAsync(key, rejected).ConfigureAwait(false) is { } stored) return (stored, null);

        using var limit = new CancellationTokenSource(Limit, time);

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
        return (token, new StoredToken(minted.Value, askedAt + minted.Lifetime));
    }

    /// <summary>Shares a token with other processes. Never fails, and nobody has to wait for it.</summary>
    public async Task KeepAsync(string key, StoredToken token)
    {
        if (store is null) return;
        try
        {
            using var limit = new CancellationTokenSource(StoreLimit, time);
            await store.WriteAsync(key, token, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            HttpLog.TokenStoreFailed(logger, provider, exception.GetType().Name);
        }
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

    private async ValueTask<CachedToken?> FromStoreAsync(string key, SensitiveString? rejected)
    {
        if (store is null) return null;
        try
        {
            using var limit = new CancellationTokenSource(StoreLimit, time);
            var stored = await store.ReadAsync(key, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
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
}
