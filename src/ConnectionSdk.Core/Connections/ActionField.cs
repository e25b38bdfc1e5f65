namespace ConnectionSdk;

/// <summary>One value the user is asked for.</summary>
public sealed record ActionField
{
    /// <summary>The key under which the value is replied. Kept to the letter: some providers compare it exactly.</summary>
    public required string Name { get; init; }

    /// <summary>The text to show; null when the provider sent none.</summary>
    public string? Label { get; init; }

    /// <summary>How to ask.</summary>
    public FieldKind Kind { get; init; }

    /// <summary>The values to choose from; empty when the user types.</summary>
    public IReadOnlyList<FieldOption> Options { get; init; } = [];

    /// <summary>Whether several options may be chosen: reply with their values, each on a line of its own.</summary>
    public bool AllowsSeveral { get; init; }

    /// <summary>A regular expression from the provider that the value must match; null when there is none. Untrusted: give it a time-out.</summary>
    public string? Pattern { get; init; }

    /// <summary>Whether a value must be given.</summary>
    public bool Required { get; init; } = true;

    /// <summary>Further text for the user; null when there is none.</summary>
    public string? Hint { get; init; }
}
