using ConnectionSdk.Simulator;

namespace ConnectionSdk.Quickstart.Simulation;

/// <summary>The banks' own count of what it was sent: the judge over what the SDK says it did.</summary>
internal sealed record BankTally(int Codes, int WrongCodes, int Approvals, int AnswersToNothing, int LockedLogins)
{
    public bool IsClean => AnswersToNothing == 0 && LockedLogins == 0;

    public static BankTally Of(SimulatedBank bank) => new(
        bank.Count(BankSubmissionKind.Code),
        bank.Submissions.Count(submission => submission is { Kind: BankSubmissionKind.Code, Result: BankResult.Wrong }),
        bank.Count(BankSubmissionKind.Approval),
        bank.Submissions.Count(submission => submission.Result == BankResult.NoSuchChallenge),
        bank.Logins.Count(login => login.IsLocked));

    public override string ToString() =>
        $"{Codes} codes, {WrongCodes} of them mistyped; {Approvals} approval{(Approvals == 1 ? "" : "s")} in its app; "
        + $"{AnswersToNothing} sent twice or too late; {LockedLogins} logins locked";
}
