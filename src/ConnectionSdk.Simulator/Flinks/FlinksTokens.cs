namespace ConnectionSdk.Simulator.Flinks;

/// <summary>Authorize tokens: single use, and short-lived. Flinks: Authentication reference.</summary>
internal sealed class FlinksTokens(TimeProvider clock)
{
    private readonly Dictionary<string, DateTimeOffset> _live = new(StringComparer.Ordinal);

    public int Minted { get; private set; }

    public int Refused { get; private set; }

    public string Mint(TimeSpan lifetime)
    {
        var token = FlinksIds.New();
        _live.Add(token, clock.GetUtcNow() + lifetime);
        Minted++;
        return token;
    }

    /// <summary>Uses a token up.</summary>
    public bool Spend(string? token)
    {
        var isGood = token is not null && _live.Remove(token, out var expiresAt) && clock.GetUtcNow() < expiresAt;
        Refused += isGood ? 0 : 1;
        return isGood;
    }
}
