namespace ConnectionSdk.Simulator;

/// <summary>Something a bank was sent, and what it made of it.</summary>
/// <param name="Kind">Password, code, approval or consent.</param>
/// <param name="Login">Whose.</param>
/// <param name="ChallengeId">The challenge it answered, or null for a password or when no challenge was open.</param>
/// <param name="Value">What was typed, or the decision taken. Made-up values only: this is a simulator.</param>
/// <param name="Result">What the bank made of it.</param>
/// <param name="ReceivedAt">When, on the bank's clock.</param>
public sealed record BankSubmission(
    BankSubmissionKind Kind,
    string Login,
    string? ChallengeId,
    string Value,
    BankResult Result,
    DateTimeOffset ReceivedAt);
