using ConnectionSdk.Providers;
using static ConnectionSdk.Providers.StatusRows;

namespace ConnectionSdk.Araucaria;

/// <summary>What Araucaria's statuses, error codes and refresh errors mean, as data. docs/states.md is made from it.</summary>
/// <remarks>
/// Some statuses mean something else depending on whether, or since when, the connection has worked; they have one row for each meaning. A connection
/// that has never been synchronised keeps its state, but nothing that worked has broken: it carries <see cref="AdvisoryKind.NeverSynchronised"/>.
/// </remarks>
public static class AraucariaStatusMap
{
    /// <summary>The row of a refused first login.</summary>
    public const string FailedAuthNeverSynchronised = "FAILED_AUTH (never synchronised)";

    /// <summary>The row of a running synchronisation of a connection that has worked before.</summary>
    public const string VerifyingAgain = "VERIFYING (synchronised before)";

    /// <summary>The row of an error before the first synchronisation.</summary>
    public const string ErrorNeverSynchronised = "ERROR (never synchronised)";

    /// <summary>The row of an error that has lasted longer than <see cref="AraucariaOptions.ErrorPatience"/>.</summary>
    public const string ErrorPersisting = "ERROR (persisting)";

    internal const string Connected = "CONNECTED";
    internal const string Verifying = "VERIFYING";
    internal const string FailedAuth = "FAILED_AUTH";
    internal const string Error = "ERROR";
    internal const string NotFound = "CONNECTION_NOT_FOUND";
    internal const string AccountNotFound = "ACCOUNT_NOT_FOUND";
    internal const string InvalidApiKey = "INVALID_API_KEY";
    internal const string InvalidWidgetToken = "INVALID_WIDGET_TOKEN";
    internal const string InvalidState = "INVALID_CONNECTION_STATE";
    internal const string HasData = "CONNECTION_HAS_DATA";
    internal const string BankUnavailable = "BANK_UNAVAILABLE";

    private const string StatusPage = "Araucaria: Connection status";
    private const string FlowPage = "Araucaria: Connection Flow";
    private const string ErrorsPage = "Araucaria: Errors";
    private const string RefreshPage = "Araucaria: Refresh intents";

    /// <summary>The values of a connection's <c>status</c>.</summary>
    public static IReadOnlyList<StatusRow> States { get; } =
    [
        Row("CREATED", ConnectionState.Pending, StatusReason.AwaitingUser, RequiredActionKind.OpenWidget, Actor.EndUser, RetryAdvice.Never,
            "A widget token was issued and nobody has entered credentials yet.", StatusPage, ConnectionActivity.AwaitingUser),
        Row("CREDENTIALS_SUBMITTED", ConnectionState.Connecting, StatusReason.None, RequiredActionKind.Wait, Actor.Provider, RetryAdvice.Poll,
            "The credentials are queued for verification.", StatusPage, ConnectionActivity.Syncing),
        Row(Verifying, ConnectionState.Connecting, StatusReason.None, RequiredActionKind.Wait, Actor.Provider, RetryAdvice.Poll,
            "A worker logs in to the bank for the first time.", StatusPage, ConnectionActivity.Syncing),
        Row(VerifyingAgain, ConnectionState.Connecting, StatusReason.None, RequiredActionKind.Wait, Actor.Provider, RetryAdvice.Poll,
            "A worker logs in to the bank again; what was fetched before stays usable.", StatusPage, ConnectionActivity.Syncing) with
        { DataUsable = true },
        Row(Connected, ConnectionState.Active, StatusReason.None, RequiredActionKind.None, Actor.None, RetryAdvice.NotNeeded,
            "The data is available.", StatusPage),
        Row("MFA_REQUIRED", ConnectionState.ActionRequired, StatusReason.MfaRequired, RequiredActionKind.OpenWidget, Actor.EndUser, RetryAdvice.Never,
            "The bank wants a code, such as one sent by SMS; it is typed into the widget only.", StatusPage, ConnectionActivity.AwaitingUser),
        Row(FailedAuth, ConnectionState.ReconnectRequired, StatusReason.CredentialsInvalid, RequiredActionKind.OpenWidget, Actor.EndUser, RetryAdvice.Never,
            "A connection that worked can no longer log in, for instance after a change of password: open the widget with a new token.", FlowPage,
            ConnectionActivity.AwaitingUser),
        Row(FailedAuthNeverSynchronised, ConnectionState.ReconnectRequired, StatusReason.CredentialsInvalid, RequiredActionKind.OpenWidget, Actor.EndUser,
            RetryAdvice.Never,
            "The first login was refused: nothing that worked has broken. An open widget lets the user try again; after that a new token does, or a new connection.",
            FlowPage, ConnectionActivity.AwaitingUser),
        Row(Error, ConnectionState.Degraded, StatusReason.InstitutionUnavailable, RequiredActionKind.Wait, Actor.Institution, RetryAdvice.ByProvider,
            "The bank is down, timed out, or something else failed. Provisional: Araucaria tries again.", StatusPage),
        Row(ErrorNeverSynchronised, ConnectionState.Degraded, StatusReason.InstitutionUnavailable, RequiredActionKind.Wait, Actor.Institution,
            RetryAdvice.ByProvider, "The first verification met a bank that is down or a fault: nothing that worked has broken. Araucaria tries again.",
            StatusPage) with
        { DataUsable = false },
        Row(ErrorPersisting, ConnectionState.Degraded, StatusReason.InstitutionUnavailable, RequiredActionKind.Wait, Actor.Institution,
            RetryAdvice.ByProvider, "The error has lasted: Araucaria goes on trying, and a repair may open the widget in case a new login helps.",
            StatusPage) with
        { DataUsable = false, ReconnectAllowed = true },
        Row("DISCONNECTED", ConnectionState.Disconnected, StatusReason.DisconnectedByIntegrator, RequiredActionKind.StartOver, Actor.EndUser,
            RetryAdvice.Never, "The user or the integrator disconnected it, for good; what was fetched is kept.", StatusPage),
    ];

    /// <summary>Codes of failed calls.</summary>
    public static IReadOnlyList<StatusRow> ErrorCodes { get; } =
    [
        Row(NotFound, ConnectionState.Deleted, StatusReason.NotFound, RequiredActionKind.StartOver, Actor.EndUser, RetryAdvice.Never,
            "Araucaria does not know the connection (any more), or it belongs to another client.", ErrorsPage),
        Refusal(AccountNotFound, StatusReason.NotFound, Actor.Integrator, RetryAdvice.Never,
            "Araucaria does not know the account (any more), or it belongs to another client.", ErrorsPage),
        Refusal(InvalidApiKey, StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never, "The API key is refused: check the options.", ErrorsPage),
        Refusal(InvalidWidgetToken, StatusReason.SessionExpired, Actor.EndUser, RetryAdvice.Never,
            "The widget token had lapsed: open the widget with a new one.", ErrorsPage),
        Refusal(InvalidState, StatusReason.NotSupported, Actor.Provider, RetryAdvice.Poll,
            "The connection's status does not allow this: read it, then decide.", ErrorsPage),
        Refusal(HasData, StatusReason.NotSupported, Actor.Integrator, RetryAdvice.Never,
            "A connection that was ever synchronised cannot be deleted: repair it, or have it disconnected.", FlowPage),
        Refusal(BankUnavailable, StatusReason.InstitutionUnavailable, Actor.Provider, RetryAdvice.Later,
            "The bank does not answer: try again after a few minutes.", ErrorsPage),
    ];

    /// <summary>The <c>error</c> of a connection in a refresh intent; an open set.</summary>
    public static IReadOnlyList<StatusRow> RefreshErrors { get; } =
    [
        Refusal("auth_failure", StatusReason.CredentialsInvalid, Actor.EndUser, RetryAdvice.Never,
            "The synchronisation could not log in to the bank: read the connection.", RefreshPage),
    ];

    /// <summary>All rows.</summary>
    public static StatusMap Map { get; } = new([.. States, .. ErrorCodes, .. RefreshErrors]);
}
