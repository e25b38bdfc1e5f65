using System.Security.Cryptography;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>Widget tokens, which live for 15 minutes. Araucaria: Authentication.</summary>
internal sealed class AraucariaWidgetTokens(TimeProvider clock)
{
    private readonly Dictionary<string, (AraucariaConnection Connection, DateTimeOffset ExpiresAt)> _tokens = new(StringComparer.Ordinal);

    public int Minted { get; private set; }

    public string Mint(AraucariaConnection connection, TimeSpan lifetime)
    {
        Minted++;
        var token = "sess_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        _tokens.Add(token, (connection, clock.GetUtcNow() + lifetime));
        return token;
    }

    public AraucariaConnection? Find(string? token) =>
        token is not null && _tokens.TryGetValue(token, out var grant) && clock.GetUtcNow() < grant.ExpiresAt && !grant.Connection.IsGone
            ? grant.Connection
            : null;

    public void ExpireAll() => _tokens.Clear();
}
