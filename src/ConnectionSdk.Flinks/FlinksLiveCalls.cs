using System.Collections.Concurrent;

namespace ConnectionSdk.Flinks;

/// <summary>
/// Lets one live contact per login through at a time: a second one would be refused by Flinks, and may make the bank text the user twice.
/// Flinks: Error codes (CONCURRENT_SESSION).
/// </summary>
internal sealed class FlinksLiveCalls
{
    private readonly ConcurrentDictionary<string, byte> _busy = new(StringComparer.OrdinalIgnoreCase);

    public bool TryEnter(string loginId) => _busy.TryAdd(loginId, 0);

    public void Leave(string loginId) => _busy.TryRemove(loginId, out _);
}
