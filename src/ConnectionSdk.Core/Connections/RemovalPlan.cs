namespace ConnectionSdk;

/// <summary>What removing a connection would do, said before anything is done.</summary>
public sealed record RemovalPlan
{
    /// <summary>The connection.</summary>
    public required ConnectionRef Connection { get; init; }

    /// <summary>Whether the provider would do it.</summary>
    public required bool Allowed { get; init; }

    /// <summary>Whether account history at the provider would be destroyed for good.</summary>
    public bool DestroysHistory { get; init; }

    /// <summary>What would be lost, in plain words; never null.</summary>
    public IReadOnlyList<string> Loses { get; init; } = [];

    /// <summary>What would be kept, in plain words; never null.</summary>
    public IReadOnlyList<string> Keeps { get; init; } = [];

    /// <summary>Why it is refused; null when it is allowed.</summary>
    public string? Refusal { get; init; }

    /// <summary>What to do instead, in plain words; never null.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>When the plan was made. A plan older than ten minutes, or dated ahead by as much, is refused: make a new one.</summary>
    public required DateTimeOffset PlannedAt { get; init; }
}
