namespace ConnectionSdk;

/// <summary>What happened to one account.</summary>
public sealed record ContinuityEntry
{
    /// <summary>What happened.</summary>
    public required AccountChange Change { get; init; }

    /// <summary>The id before; null for an added account.</summary>
    public string? BeforeId { get; init; }

    /// <summary>The id after; null for a missing account.</summary>
    public string? AfterId { get; init; }

    /// <summary>The name now, or the last known one for a missing account.</summary>
    public string? Name { get; init; }

    /// <summary>The name before, when it changed.</summary>
    public string? PreviousName { get; init; }

    /// <summary>What a match rests on: <c>id</c>, <c>iban</c>, <c>number</c> or <c>maskedNumber</c>; null for missing and added accounts.</summary>
    public string? Evidence { get; init; }

    /// <summary>How sure the match is, from 0 to 1; null for missing and added accounts.</summary>
    public double? Confidence { get; init; }

    /// <summary>
    /// True when this may be one of the accounts on the other side and nothing proves it: several fit equally well, too little is said to be sure, or the
    /// id is the same and the digits are not (a new card, or another account). None was chosen: somebody has to look.
    /// </summary>
    public bool Ambiguous { get; init; }

    /// <summary>Whether the account is shared now. Powens delivers recreated accounts switched off until the user agrees again.</summary>
    public bool Enabled { get; init; } = true;
}
