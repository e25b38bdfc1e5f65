using ConnectionSdk.Providers;
using static ConnectionSdk.Providers.StatusRows;

namespace ConnectionSdk.Aerosync;

/// <summary>What Aerosync's connection states, job states and error codes mean, as data. docs/states.md is made from it.</summary>
public static class AerosyncStatusMap
{
    /// <summary>What the rows of job states begin with: <c>job:COMPLETED</c>. The same words mean something else about a connection.</summary>
    public const string JobPrefix = "job:";

    internal const string RevokedByUser = "REVOKED_BY_USER";
    internal const string NotFound = "AC-102";
    internal const string PendingMfa = JobPrefix + "PENDING_MFA";

    private const string StatesPage = "Aerosync: Reconnection widget";
    private const string AccountPage = "Aerosync: Bank account details";
    private const string JobsPage = "Aerosync: Check the job status";
    private const string EventsPage = "Aerosync: Events you can subscribe to";
    private const string ErrorsPage = "Aerosync: Errors by endpoint";
    private const string GlossaryPage = "Aerosync: Error glossary";
    private const string DemoApp = "Aerosync demo application (third party)";

    /// <summary>The values of <c>connectionStatus</c>.</summary>
    public static IReadOnlyList<StatusRow> States { get; } =
    [
        Row("CONNECTED", ConnectionState.Active, StatusReason.None, RequiredActionKind.None, Actor.None, RetryAdvice.NotNeeded,
            "The connection works.", AccountPage),
        Row("ACTIVE", ConnectionState.Active, StatusReason.None, RequiredActionKind.None, Actor.None, RetryAdvice.NotNeeded,
            "The connection works: another word for CONNECTED.", StatesPage),
        Row("FAILURE", ConnectionState.ReconnectRequired, StatusReason.ConsentExpired, RequiredActionKind.OpenWidget, Actor.EndUser, RetryAdvice.Never,
            "The consent ran out, or the bank no longer accepts it; the accounts are known but inactive.", StatesPage, ConnectionActivity.AwaitingUser),
        Row("EXPIRED_CONSENT", ConnectionState.ReconnectRequired, StatusReason.ConsentExpired, RequiredActionKind.OpenWidget, Actor.EndUser,
            RetryAdvice.Never, "The consent ran out: an earlier word for FAILURE.", StatesPage, ConnectionActivity.AwaitingUser),
        Revocation(RevokedByUser, "The user withdrew access at the bank.", StatesPage),
        Revocation("revoked", "The user withdrew access at the bank, as the bank.revocation event says it.", EventsPage),
        Row("", ConnectionState.Unknown, StatusReason.Unrecognised, RequiredActionKind.ContactSupport, Actor.Integrator, RetryAdvice.Later,
            "The answer says nothing about the state, as in an older edition: nothing is assumed.", AccountPage, ConnectionActivity.Unknown),
    ];

    /// <summary>The states of jobs, in upper case and with underscores.</summary>
    public static IReadOnlyList<StatusRow> JobStates { get; } =
    [
        Running("INITIATED", "The job was created.", JobsPage),
        Running("IN_PROGRESS", "The job runs.", EventsPage),
        Waiting("PENDING_MFA", "The bank wants a code from the user, given in the widget.", JobsPage),
        Waiting("MFA_REQUIRED", "The bank wants a code from the user: another word for PENDING_MFA.", "Aerosync: Integration flow"),
        Completed("COMPLETED", JobsPage),
        Completed("COMPLETE", DemoApp),
        Completed("DONE", DemoApp),
        Completed("SUCCESS", DemoApp),
        Failed("FAILED", EventsPage),
        Failed("FAILURE", DemoApp),
        Failed("ERROR", DemoApp),
    ];

    /// <summary>Codes of failed calls, and of the widget.</summary>
    public static IReadOnlyList<StatusRow> ErrorCodes { get; } =
    [
        Refusal("AC-001", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never, "The API token is missing or has run out: a new one is obtained, once.",
            ErrorsPage),
        Refusal("AC-100", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never, "The request lacks something, or it is malformed.", ErrorsPage),
        Refusal("AC-101", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never, "The API key or its secret is wrong: check the options.", ErrorsPage),
        Row(NotFound, ConnectionState.Deleted, StatusReason.NotFound, RequiredActionKind.StartOver, Actor.EndUser, RetryAdvice.Never,
            "Aerosync does not know the connection.", ErrorsPage),
        Row("AC-103", ConnectionState.Degraded, StatusReason.InstitutionUnavailable, RequiredActionKind.Wait, Actor.Institution, RetryAdvice.Later,
            "The bank did not send all of the account's details.", ErrorsPage),
        Row("AC-104", ConnectionState.Degraded, StatusReason.InstitutionUnavailable, RequiredActionKind.Wait, Actor.Institution, RetryAdvice.Later,
            "The bank is out of reach, or the connection is broken: a repair may be offered.", ErrorsPage) with
        { ReconnectAllowed = true, RecoversByItself = false },
        Refusal("AC-105", StatusReason.NotSupported, Actor.Integrator, RetryAdvice.Never, "There is no balance: the account was linked by hand.", ErrorsPage),
        Refusal("AC-106", StatusReason.NotSupported, Actor.Integrator, RetryAdvice.Never, "The balance cannot be had.", ErrorsPage),
        Refusal("AC-111", StatusReason.NotSupported, Actor.Integrator, RetryAdvice.Never, "There is no identity: the account was linked by hand.", DemoApp),
        Refusal("AC-112", StatusReason.RateLimited, Actor.Provider, RetryAdvice.Poll, "A job of this connection runs already.", DemoApp),
        Refusal("AC-114", StatusReason.NotSupported, Actor.Integrator, RetryAdvice.Never, "There are no transactions: the account was linked by hand.", DemoApp),
        Refusal("AC-115", StatusReason.NotSupported, Actor.Integrator, RetryAdvice.Never, "There are no transactions: the account was linked by hand.", DemoApp),
        Refusal("AC-117", StatusReason.CredentialsInvalid, Actor.EndUser, RetryAdvice.Never, "The bank refused what the user typed in the widget.", GlossaryPage),
        Row("AC-204", ConnectionState.Failed, StatusReason.NoAccounts, RequiredActionKind.StartOver, Actor.EndUser, RetryAdvice.Never,
            "The bank has no account information: the user chooses another one.", GlossaryPage),
        Refusal("AC-500", StatusReason.ProviderError, Actor.Provider, RetryAdvice.Later, "A fault of Aerosync's own; it may come with HTTP 200.", DemoApp),
        Refusal("AR-100", StatusReason.MfaTimeout, Actor.EndUser, RetryAdvice.Never, "The user did not answer in the widget in time.", GlossaryPage),
        Refusal("AR-500", StatusReason.ProviderError, Actor.Provider, RetryAdvice.Later, "The widget failed.", GlossaryPage),
    ];

    /// <summary>All rows.</summary>
    public static StatusMap Map { get; } = new([.. States, .. JobStates, .. ErrorCodes]);

    /// <summary>The row code of a job state, which comes in several spellings: <c>Pending MFA</c> is <c>job:PENDING_MFA</c>.</summary>
    /// <param name="status">The state as received.</param>
    public static string JobCode(string status) =>
        JobPrefix + status.Trim().ToUpperInvariant().Replace(' ', '_').Replace('-', '_');

    private static StatusRow Revocation(string code, string meaning, string source) => Row(
        code, ConnectionState.Revoked, StatusReason.ConsentRevokedByUser, RequiredActionKind.OpenWidget, Actor.EndUser, RetryAdvice.Never, meaning, source);

    private static StatusRow Running(string status, string meaning, string source) => Row(
        JobPrefix + status, ConnectionState.Connecting, StatusReason.None, RequiredActionKind.Wait, Actor.Provider, RetryAdvice.Poll, meaning, source,
        ConnectionActivity.Syncing);

    private static StatusRow Waiting(string status, string meaning, string source) => Row(
        JobPrefix + status, ConnectionState.ActionRequired, StatusReason.MfaRequired, RequiredActionKind.OpenWidget, Actor.EndUser, RetryAdvice.Never, meaning,
        source, ConnectionActivity.AwaitingUser);

    private static StatusRow Completed(string status, string source) => Row(
        JobPrefix + status, ConnectionState.Active, StatusReason.None, RequiredActionKind.None, Actor.None, RetryAdvice.NotNeeded, "The job is done.", source);

    /// <summary>The job says nothing about the connection, which is read next.</summary>
    private static StatusRow Failed(string status, string source) => Refusal(
        JobPrefix + status, StatusReason.ProviderError, Actor.Provider, RetryAdvice.Later, "The job failed: the state of the connection says what to do.", source);
}
