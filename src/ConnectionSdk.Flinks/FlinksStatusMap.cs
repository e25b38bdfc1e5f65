using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;
using static ConnectionSdk.Providers.StatusRows;

namespace ConnectionSdk.Flinks;

/// <summary>
/// What Flinks' answers, FlinksCodes and widget events mean, as data. docs/states.md is made from it. The HTTP number decides nothing: several
/// codes have changed theirs.
/// </summary>
public static class FlinksStatusMap
{
    /// <summary>The row of an answer that asks security questions (203), which has no code.</summary>
    public const string Challenged = "(security challenges)";

    /// <summary>The row of <c>INVALID_LOGIN</c> with a message about the LoginId: it is gone, or belongs to another customer.</summary>
    public const string UnknownLogin = "INVALID_LOGIN (LoginId)";

    /// <summary>The row of <c>UNAUTHORIZED</c> about our own key or authorize token, and not about the bank.</summary>
    public const string KeyRefused = "UNAUTHORIZED (key or token)";

    /// <summary>The row of <c>INVALID_SECURITY_RESPONSE</c> with challenges: the session goes on.</summary>
    public const string AskedAgain = "INVALID_SECURITY_RESPONSE (asked again)";

    internal const string Unexplained = "(no FlinksCode)";

    /// <summary>What every code that ends so means, however it begins.</summary>
    internal const string RetryLater = "RETRY_LATER";

    /// <summary>What a plain 429 means too.</summary>
    internal const string RateLimited = "TOO_MANY_REQUESTS";

    private const string AuthorizePage = "Flinks: Authorize";
    private const string ErrorsPage = "Flinks: Error codes";
    private const string HandledPage = "Flinks: Handled errors";
    private const string NightlyPage = "Flinks: Nightly refresh";
    private const string ReconnectPage = "Flinks: Reconnect";
    private const string EventsPage = "Flinks: Events";
    private const string Integrations = "Flinks: seen in integrations";

    /// <summary>The answers of Authorize. A cached one repeats the error of the last refresh.</summary>
    public static IReadOnlyList<StatusRow> States { get; } =
    [
        Works("", "The last refresh succeeded. It may be old: see when it was.", AuthorizePage),
        Works("OK", "Done.", ErrorsPage),
        Works("CREATED", "Done.", ErrorsPage),
        Works("ALREADY_AUTHORIZED", "The session is authorised already: go on with it.", Integrations),
        Works("NO_TRANSACTION", "There are no transactions to show.", Integrations),
        Pending("OPERATION_PENDING", "Still at work.", ErrorsPage),
        Pending("OPERATION_DISPATCHED", "The bank took longer than a call may last; it goes on in the background.", ErrorsPage),
        Asks(Challenged, ConnectionState.ActionRequired, StatusReason.MfaRequired, "The bank asks security questions, and the session waits for the answers.",
            ReconnectPage),
        Asks(AskedAgain, ConnectionState.ActionRequired, StatusReason.MfaRejected, "The bank refused an answer and asks again in the same session.", Integrations),
        Asks("QUESTION_NOT_FOUND", ConnectionState.ReconnectRequired, StatusReason.MfaRequired, "The bank asks something that only the user can answer.",
            NightlyPage),
        Asks("INVALID_SECURITY_RESPONSE", ConnectionState.ReconnectRequired, StatusReason.MfaRejected, "The bank refused an answer, and the session is over.",
            HandledPage),
        Asks("INVALID_SECURITY_RESPONSE_NO_RETRY", ConnectionState.ReconnectRequired, StatusReason.MfaRejected,
            "The bank refused an answer, and the session is over.", ErrorsPage),
        Asks("INVALID_LOGIN", ConnectionState.ReconnectRequired, StatusReason.CredentialsInvalid, "The bank refuses the stored username or password.", ErrorsPage),
        Asks("INVALID_USERNAME", ConnectionState.ReconnectRequired, StatusReason.CredentialsInvalid, "The bank refuses the stored username.", ErrorsPage),
        Asks("INVALID_PASSWORD", ConnectionState.ReconnectRequired, StatusReason.CredentialsInvalid, "The bank refuses the stored password.", ErrorsPage),
        Asks("SESSION_EXPIRED", ConnectionState.ReconnectRequired, StatusReason.SessionExpired, "The session lapsed before the user was done.", ErrorsPage),
        Asks("SESSION_NONEXISTENT", ConnectionState.ReconnectRequired, StatusReason.SessionExpired, "The session is over: begin a new one.", ErrorsPage),
        Visit("DISABLED_LOGIN", StatusReason.AccountLocked, "The bank has locked the login; only its holder and the bank can open it.", HandledPage),
        Visit("NEW_ACCOUNT", StatusReason.InstitutionActionRequired, "The holder must act in online banking first, such as accepting terms.", HandledPage),
        Visit("UNAUTHORIZED", StatusReason.InstitutionActionRequired, "The bank did not authorise the login.", HandledPage),
        Down(RetryLater, StatusReason.InstitutionUnavailable, Actor.Institution, "The bank could not be reached: come back in minutes, not seconds.", ErrorsPage),
        Down("BANK_MAINTENANCE_RETRY_LATER", StatusReason.InstitutionUnavailable, Actor.Institution, "The bank is in maintenance.", NightlyPage),
        Down("DISABLED_INSTITUTION", StatusReason.InstitutionUnavailable, Actor.Institution, "The bank is not available at Flinks for the moment.", HandledPage),
        Down("AGGREGATION_ERROR", StatusReason.ProviderError, Actor.Provider, "An unexpected error at Flinks.", HandledPage),
        Down(RateLimited, StatusReason.RateLimited, Actor.Provider, "Flinks asks to slow down.", ErrorsPage),
        Down("CONCURRENT_SESSION", StatusReason.RateLimited, Actor.Provider, "Another session is open for this login; it lapses after eight minutes.", Integrations),
        Down("CARD_IN_USE", StatusReason.RateLimited, Actor.Provider, "Flinks is still processing this login.", ErrorsPage),
        Row(UnknownLogin, ConnectionState.Deleted, StatusReason.NotFound, RequiredActionKind.StartOver, Actor.EndUser, RetryAdvice.Never,
            "Flinks does not know the LoginId (any more), or it belongs to another customer or instance.", ErrorsPage),
    ];

    /// <summary>Codes that say why a call failed, and nothing about the connection.</summary>
    public static IReadOnlyList<StatusRow> ErrorCodes { get; } =
    [
        Refusal(KeyRefused, StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never,
            "Our secret key or authorize token was refused.", "Flinks: Authorize troubleshooting"),
        Refusal("ACCESS_DENIED", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never,
            "Our authentication was refused: check x-api-key, customer id and instance.", ErrorsPage),
        Refusal("INVALID_REQUEST", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never,
            "The request is incomplete or malformed.", ErrorsPage),
        Refusal("METHOD_NOT_AVAILABLE", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never,
            "The call is not enabled on this instance: ask Flinks' support.", Integrations),
        Refusal("UNKNOWN_CHALLENGE_KEY", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never,
            "An answer was given to a question that was not asked; the bank has not seen it.", ErrorsPage),
        Refusal("SECURITYRESPONSES_INCOMPLETE", StatusReason.IntegratorError, Actor.Integrator, RetryAdvice.Never,
            "Not all questions were answered; the bank has not seen the answers.", Integrations),
    ];

    /// <summary>Steps of Flinks Connect that end a visit and are no FlinksCodes. Flinks: Events.</summary>
    public static IReadOnlyList<StatusRow> WidgetEvents { get; } =
    [
        Left("COMPONENT_CLOSE_SESSION", StatusReason.UserAbandoned, "The user closed the widget."),
        Left("COMPONENT_DENY_CONSENT", StatusReason.UserAbandoned, "The user did not consent."),
        Left("COMPONENT_DENY_TERMS", StatusReason.UserAbandoned, "The user did not accept the terms."),
        Left("TOKEN_INVALID", StatusReason.SessionExpired, "The link had been used or was too old: ask for a new one."),
        Left("MAXIMUM_RETRY_REACHED", StatusReason.MfaRejected, "The user got it wrong as often as the widget allows."),
    ];

    /// <summary>All rows.</summary>
    public static StatusMap Map { get; } = new([.. States, .. ErrorCodes, .. WidgetEvents]);

    /// <summary>How long it makes no sense to try again; null where the code does not say.</summary>
    internal static TimeSpan? PauseAfter(string code) => code switch
    {
        _ when code.EndsWith(RetryLater, StringComparison.OrdinalIgnoreCase) => TimeSpan.FromMinutes(5),
        _ when FlinksCode.Is(code, "DISABLED_INSTITUTION") => TimeSpan.FromMinutes(30),
        _ when FlinksCode.Is(code, "AGGREGATION_ERROR") => TimeSpan.FromMinutes(1),
        _ when FlinksCode.Is(code, RateLimited) => TimeSpan.FromMinutes(1),
        _ when FlinksCode.Is(code, "CONCURRENT_SESSION") => TimeSpan.FromMinutes(8),
        _ when FlinksCode.Is(code, "CARD_IN_USE") => TimeSpan.FromSeconds(10),
        _ => null,
    };

    private static StatusRow Works(string code, string meaning, string source) => Row(
        code, ConnectionState.Active, StatusReason.None, RequiredActionKind.None, Actor.None, RetryAdvice.NotNeeded, meaning, source);

    private static StatusRow Pending(string code, string meaning, string source) => Row(
        code, ConnectionState.Connecting, StatusReason.None, RequiredActionKind.Wait, Actor.Provider, RetryAdvice.Poll, meaning, source,
        ConnectionActivity.Syncing);

    private static StatusRow Asks(string code, ConnectionState state, StatusReason reason, string meaning, string source) => Row(
        code, state, reason, RequiredActionKind.OpenWidget, Actor.EndUser, RetryAdvice.Never, meaning, source, ConnectionActivity.AwaitingUser);

    private static StatusRow Visit(string code, StatusReason reason, string meaning, string source) => Row(
        code, ConnectionState.ActionRequired, reason, RequiredActionKind.VisitInstitution, Actor.EndUser, RetryAdvice.Never, meaning, source,
        ConnectionActivity.AwaitingUser);

    /// <summary>A cached answer repeats this until somebody refreshes, so a repair stays allowed and nothing is promised to mend itself.</summary>
    private static StatusRow Down(string code, StatusReason reason, Actor actor, string meaning, string source) => Row(
        code, ConnectionState.Degraded, reason, RequiredActionKind.Wait, actor, RetryAdvice.Later, meaning, source) with
    { ReconnectAllowed = true, RecoversByItself = false };

    private static StatusRow Left(string code, StatusReason reason, string meaning) => Refusal(
        code, reason, Actor.EndUser, RetryAdvice.Never, meaning, EventsPage);
}
