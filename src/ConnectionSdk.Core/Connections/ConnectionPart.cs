namespace ConnectionSdk;

/// <summary>One part of a connection that the provider reports on its own, such as a Powens source.</summary>
public sealed record ConnectionPart
{
    /// <summary>The provider's id of the part.</summary>
    public required string Id { get; init; }

    /// <summary>The provider's name for it, such as <c>openapi</c> or <c>directaccess</c>; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>State, reason and required action of this part.</summary>
    public required ConnectionStatus Status { get; init; }

    /// <summary>Whether the part is in use. A part that is switched off does not count for the connection's state.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>When the provider last synchronised this part successfully, if it says.</summary>
    public DateTimeOffset? LastSyncedAt { get; init; }

    /// <summary>When the consent for this part runs out, if the provider says.</summary>
    public DateTimeOffset? ConsentExpiresAt { get; init; }

    /// <summary>When the provider will try again by itself, if it says.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
