namespace ConnectionSdk.Simulator;

/// <summary>Something a bank has asked its customer, and waits for.</summary>
public sealed class BankChallenge
{
    internal BankChallenge(string id, BankLogin login, BankSubmissionKind kind, string? expected, DateTimeOffset expiresAt)
    {
        Id = id;
        Login = login;
        Kind = kind;
        Expected = expected;
        ExpiresAt = expiresAt;
    }

    /// <summary>The challenge's id in <see cref="BankSubmission.ChallengeId"/>.</summary>
    public string Id { get; }

    /// <summary>Who is asked.</summary>
    public BankLogin Login { get; }

    /// <summary>A code, an approval or a consent.</summary>
    public BankSubmissionKind Kind { get; }

    /// <summary>When it can no longer be answered.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The answer that settled it (accepted or refused), or null while it is open.</summary>
    public BankResult? Outcome { get; internal set; }

    /// <summary>When it was settled.</summary>
    public DateTimeOffset? SettledAt { get; internal set; }

    /// <summary>Whether the bank has asked again since, which makes this one worthless.</summary>
    public bool IsWithdrawn { get; internal set; }

    internal string? Expected { get; }
}
