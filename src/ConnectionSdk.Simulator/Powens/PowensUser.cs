namespace ConnectionSdk.Simulator.Powens;

/// <summary>A Powens user: the one whose token reads the connections.</summary>
public sealed class PowensUser
{
    private readonly PowensSimulator _powens;

    internal PowensUser(PowensSimulator powens, long id, string token)
    {
        _powens = powens;
        Id = id;
        Token = token;
    }

    /// <summary>Powens' id.</summary>
    public long Id { get; }

    /// <summary>A permanent token of this user.</summary>
    public string Token { get; }

    /// <summary>The user's connections, without deleted ones.</summary>
    public IReadOnlyList<PowensConnection> Connections => _powens.ConnectionsOf(Id);

    internal bool IsTemporary { get; set; }
}
