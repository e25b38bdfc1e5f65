using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConnectionSdk.Providers;

/// <summary>
/// Keeps renewable tokens of one registration: one request at a time per key however many callers wait, renewed before the end,
/// a failure never kept, except that a refused key is not tried again for 30 seconds. Not for tokens that can be used once.
/// </summary>
public sealed class TokenCache
{
    private const int MaxEntries = 10_000;

    private readonly ConcurrentDictionary<string, TokenSlot> _slots = new(StringComparer.Ordinal);
    private readonly TokenSource _source;

    /// <summary>Creates the cache of one registration.</summary>
    /// <param name="provider">The provider's name, for logs and metrics.</param>
    /// <param name="mint">Obtains a token for a key; called by one caller at a time per key, with a cancellation token of its own.</param>
    /// <param name="store">A store shared between processes, or null.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Where to log; null for nowhere.</param>
    public TokenCache(
        string provider,
        Func<string, CancellationToken, Task<MintedToken>> mint,
        ITokenStore? store = null,
        TimeProvider? timeProvider = null,
        ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        ArgumentNullException.ThrowIfNull(mint);
        _source = new TokenSource(provider, mint, store, timeProvider ?? TimeProvider.System, logger ?? NullLogger.Instance);
    }

    internal int Count => _slots.Count;

    /// <summary>The token for a key; obtains one when there is none that lasts.</summary>
    /// <param name="key">The subject it belongs to, for example a user id; an empty key is fine.</param>
    /// <param name="cancellationToken">Frees this caller; the others and the request go on.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ProviderException">No token could be had.</exception>
    public ValueTask<CachedToken> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_slots.TryGetValue(key, out var slot)) return slot.GetAsync(_source, cancellationToken);
        if (_slots.Count >= MaxEntries) Trim();
        return _slots.GetOrAdd(key, static key => new TokenSlot(key)).GetAsync(_source, cancellationToken);
    }

    /// <summary>Drops a token the provider refused as expired. A newer one under the same key stays.</summary>
    /// <param name="key">The subject it belongs to.</param>
    /// <param name="version">The version that was refused.</param>
    public void Invalidate(string key, long version)
    {
        if (_slots.TryGetValue(key, out var slot)) slot.Invalidate(version);
    }

    /// <summary>Makes room: what has ended first, then whatever is found, until a tenth is free.</summary>
    private void Trim()
    {
        foreach (var pair in _slots)
        {
            if (!pair.Value.IsInUse(_source)) _slots.TryRemove(pair);
        }

        foreach (var pair in _slots)
        {
            if (_slots.Count <= MaxEntries * 9 / 10) return;
            _slots.TryRemove(pair);
        }
    }
}
