using System.Globalization;
using System.Security.Cryptography;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>User tokens and temporary codes, with their lifetimes. Powens: Authentication.</summary>
internal sealed class PowensTokens(TimeProvider clock)
{
    private readonly Dictionary<string, Grant> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Grant> _codes = new(StringComparer.Ordinal);

    public int TokensMinted { get; private set; }

    public int CodesMinted { get; private set; }

    public string MintToken(long userId, TimeSpan? lifetime)
    {
        TokensMinted++;
        var token = string.Create(CultureInfo.InvariantCulture, $"tok_{userId}_{RandomNumberGenerator.GetHexString(32)}");
        _tokens.Add(token, new Grant(userId, ExpiryOf(lifetime), SingleUse: false));
        return token;
    }

    // The reserved characters are on purpose: a client that forgets to escape the code in a URL must not get away with it.
    public string MintCode(long userId, TimeSpan lifetime, bool singleUse)
    {
        CodesMinted++;
        var code = string.Create(CultureInfo.InvariantCulture, $"c{CodesMinted}/{RandomNumberGenerator.GetHexString(16)}+With=Reserved");
        _codes.Add(code, new Grant(userId, ExpiryOf(lifetime), singleUse));
        return code;
    }

    public long? UserOf(string? bearer) =>
        bearer is not null && (Live(_tokens, bearer) ?? Live(_codes, bearer)) is { } grant ? grant.UserId : null;

    /// <summary>Uses a code; a single-use one is spent by it.</summary>
    public long? Redeem(string code)
    {
        if (Live(_codes, code) is not { } grant)
        {
            return null;
        }

        if (grant.SingleUse)
        {
            _codes.Remove(code);
        }

        return grant.UserId;
    }

    public bool Revoke(string token) => _tokens.Remove(token);

    public void RevokeAll(long userId)
    {
        foreach (var token in _tokens.Where(pair => pair.Value.UserId == userId).Select(pair => pair.Key).ToList())
        {
            _tokens.Remove(token);
        }
    }

    private Grant? Live(Dictionary<string, Grant> grants, string key) =>
        grants.TryGetValue(key, out var grant) && clock.GetUtcNow() < grant.ExpiresAt ? grant : null;

    private DateTimeOffset ExpiryOf(TimeSpan? lifetime) => lifetime is { } span ? clock.GetUtcNow() + span : DateTimeOffset.MaxValue;

    private sealed record Grant(long UserId, DateTimeOffset ExpiresAt, bool SingleUse);
}
