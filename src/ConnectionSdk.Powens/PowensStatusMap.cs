using ConnectionSdk.Providers;
using static ConnectionSdk.Providers.StatusRows;

namespace ConnectionSdk.Powens;

/// <summary>What Powens' states, error codes and callback codes mean, as data. docs/states.md is made from it.</summary>
public static class PowensStatusMap
{
    /// <summary>The row of a connection without a state that has never been synchronised.</summary>
    public const string NeverSynchronised = "(none, never synchronised)";

    internal const string NotFound = "notFound";

    private const string StatesPage = "Powens: SCA & connection states";
    private const string ConnectionsPage = "Powens: Connections";
    private const string ErrorsPage = "Powens: Errors";
    private const string WebviewPage = "Powens: Webview";
    private const string SdkPage = "Powens: OpenAPI files (core.yml)";

    /// <summary>The values of a connection's or source's <c>state</c>.</summary>
    public static IReadOnlyList<StatusRow> States { get; } =
    [
        Row("", ConnectionState.Active, StatusReason.None, RequiredActionKind.None, Actor.None, RetryAdvice.NotNeeded,
            "The last synchronisation succeeded.", StatesPage),
        Row(NeverSynchronised, ConnectionState.Connecting, StatusReason.None, RequiredActionKind.Wait, Actor.Provider, RetryAdvice.Poll,
            "No error, but no synchronisation has succeeded yet: the first one runs.", ConnectionsPage, ConnectionActivity.Syncing),
        Row("validating", ConnectionState.Connecting, StatusReason.None, RequiredActionKind.Wait, Actor.Provider, RetryAdvice.Poll,
            "Powens is checking with the bank what the user has just done.", StatesPage, ConnectionActivity.Syncing),
        Row("SCARequired", ConnectionState.ReconnectRequired, StatusReason.ScaRequired, RequiredActionKind.FollowRedirect, Actor.EndUser,
            RetryAdvice.Never, "The synchronisation was not attempted: the bank wants the user's consent or strong authentication first.",
            StatesPage, ConnectionActivity.AwaitingUser),
        Row("webauthRequired", ConnectionState.ReconnectRequired, StatusReason.RedirectRequired, RequiredActionKind.FollowRedirect, Actor.EndUser,
            RetryAdvice.Never, "The user must authorise access on the bank's own page.", StatesPage, ConnectionActivity.AwaitingUser),
        Row("additionalInformationNeeded", ConnectionState.ActionRequired, StatusReason.MfaRequired, RequiredActionKind.ProvideFields, Actor.EndUser,
            RetryAdvice.Never, "The bank waits for a code or another value from the user.", StatesPage, ConnectionActivity.AwaitingUser),
        Row("decoupled", ConnectionState.ActionRequired, StatusReason.DecoupledPending, RequiredActionKind.ApproveElsewhere, Actor.EndUser,
            RetryAdvice.Never, "The bank waits for an approval in its app or on a device.", StatesPage, ConnectionActivity.AwaitingUser),
        Row("wrongpass", ConnectionState.ReconnectRequired, StatusReason.CredentialsInvalid, RequiredActionKind.FollowRedirect, Actor.EndUser,
            RetryAdvice.Never, "The bank refuses the stored login or password.", StatesPage, ConnectionActivity.AwaitingUser),
        Row("passwordExpired", ConnectionState.ReconnectRequired, StatusReason.PasswordExpired, RequiredActionKind.FollowRedirect, Actor.EndUser,
            RetryAdvice.Never, "The user must choose a new password at the bank, then give it here.", StatesPage, ConnectionActivity.AwaitingUser),
        Row("actionNeeded", ConnectionState.ActionRequired, StatusReason.InstitutionActionRequired, RequiredActionKind.VisitInstitution, Actor.EndUser,
            RetryAdvice.Never, "The user has something to do at the bank, such as accepting new terms.", StatesPage, ConnectionActivity.AwaitingUser),
        Row("rateLimiting", ConnectionState.Degraded, StatusReason.RateLimited, RequiredActionKind.Wait, Actor.Provider, RetryAdvice.ByProvider,
            "The bank limits synchronisations for a while; Powens tries again.", StatesPage),
        Row("websiteUnavailable", ConnectionState.Degraded, StatusReason.InstitutionUnavailable, RequiredActionKind.Wait, Actor.Institution,
            RetryAdvice.ByProvider, "The bank does not answer; Powens tries again.", StatesPage),
        Row("bug", ConnectionState.Degraded, StatusReason.ProviderError, RequiredActionKind.Wait, Actor.Provider, RetryAdvice.ByProvider,
            "A fault of Powens' own; it resumes when it is corrected.", StatesPage),
        Row("notSupported", ConnectionState.Degraded, StatusReason.NotSupported, RequiredActionKind.ContactSupport, Actor.Integrator,
            RetryAdvice.Never, "The source is not supported for this bank: switch it off or use another.", ConnectionsPage) with
        { RecoversByItself = false },
    ];

    /// <summary>Codes of failed calls that are not states as well.</summary>
    public static IReadOnlyList<StatusRow> ErrorCodes { get; } =
    [
        Row(NotFound, ConnectionState.Deleted, StatusReason.NotFound, RequiredActionKind.StartOver, Actor.EndUser, RetryAdvice.Never,
            "Powens does not know the connection (any more).", ErrorsPage),
        Row("noAccount", ConnectionState.Failed, StatusReason.NoAccounts, RequiredActionKind.StartOver, Actor.EndUser, RetryAdvice.Never,
            "The bank has no account to share.", SdkPage),
        Row("bankMessage", ConnectionState.ActionRequired, StatusReason.InstitutionActionRequired, RequiredActionKind.VisitInstitution, Actor.EndUser,
            RetryAdvice.Never, "The bank shows the user a message that must be read there first.", SdkPage, ConnectionActivity.AwaitingUser),
        Refusal("connectionLocked", StatusReason.ProviderError, Actor.Provider, RetryAdvice.Poll,
            "The connection is busy and read-only for the moment: read it again.", ErrorsPage),
        Refusal("tooManySync", StatusReason.RateLimited, Actor.Provider, RetryAdvice.ByProvider,
            "A synchronisation has just been done or is running: read the connection.", SdkPage),
        Refusal("missingParameter", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never, "The request lacks a parameter.", ErrorsPage),
        Refusal("invalidValue", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never,
            "The request has an unacceptable value; from /webauth-url with status 409: nothing is left to authorise.", ErrorsPage),
        Refusal("methodNotAllowed", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never, "The route does not take this method.", ErrorsPage),
        Refusal("config", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never, "A field of the connector has an unusable value.", SdkPage),
        Refusal("dataError", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never, "The data of the request cannot be used.", SdkPage),
        Refusal("forbidden", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never, "The token may not do this.", SdkPage),
        Refusal("keymanager", StatusReason.ProviderError, Actor.Provider, RetryAdvice.Later, "Powens cannot reach the stored credentials.", SdkPage),
    ];

    /// <summary>Codes that come back in the query of a callback. Powens: Webview.</summary>
    public static IReadOnlyList<StatusRow> CallbackCodes { get; } =
    [
        Left("access_denied", StatusReason.UserAbandoned, "The user left the page without finishing."),
        Left("tos_declined", StatusReason.UserAbandoned, "The user did not accept the terms of use."),
        Left("session_expired", StatusReason.SessionExpired, "The page or its code had lapsed: ask for a new link."),
        Refusal("server_error", StatusReason.ProviderError, Actor.Provider, RetryAdvice.Later, "The page failed.", WebviewPage),
    ];

    /// <summary>All rows.</summary>
    public static StatusMap Map { get; } = new([.. States, .. ErrorCodes, .. CallbackCodes]);

    private static StatusRow Left(string code, StatusReason reason, string meaning) => Refusal(
        code, reason, Actor.EndUser, RetryAdvice.Never, meaning, WebviewPage, RequiredActionKind.FollowRedirect);
}
