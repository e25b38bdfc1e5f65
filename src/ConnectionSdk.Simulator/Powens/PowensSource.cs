namespace ConnectionSdk.Simulator.Powens;

/// <summary>One way a connection reaches its bank. Powens: Connections, "ConnectionSource object".</summary>
public sealed class PowensSource
{
    internal PowensSource(long id, string name)
    {
        Id = id;
        Name = name;
    }

    /// <summary>The source's id.</summary>
    public long Id { get; }

    /// <summary><c>openapi</c>, <c>directaccess</c> or <c>fallback</c>.</summary>
    public string Name { get; }

    /// <summary>When the access ends, if known. Passing it turns the connection to SCARequired.</summary>
    public DateTimeOffset? AccessExpiresAt { get; set; }

    /// <summary>When the source was switched off, or null.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}
