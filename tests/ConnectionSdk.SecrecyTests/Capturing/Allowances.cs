using static ConnectionSdk.SecrecyTests.Capturing.SecretKind;

namespace ConnectionSdk.SecrecyTests.Capturing;

/// <summary>
/// The members that hand a secret to the host on purpose, each with what it may hand over. Everything else may carry nothing, and a member that is
/// named here and hands nothing over makes the tests fail too.
/// </summary>
internal static class Allowances
{
    public static IReadOnlyDictionary<string, SecretKind[]> All { get; } = new Dictionary<string, SecretKind[]>(StringComparer.Ordinal)
    {
        // What the user's browser is started with: documented as such, absent from ToString and stored forms.
        ["WidgetLaunch.Parameters"] = [Launch, State, Session, Resume],
        ["WidgetLaunch.ToUri"] = [Launch, State, Session, Resume],
        ["FollowRedirect.Url"] = [Launch, State],
        ["RequiredAction.ToJson"] = [Launch, State, Session, Resume],

        ["PowensProvider.GetManageUrlAsync"] = [Launch],

        // What the host itself said.
        ["RedirectReturned.Uri"] = [State, Session],
        ["WidgetReturned.Json"] = [Resume, LoginId],

        // The account's number is a SensitiveString: only Reveal shows it.
        ["Account.Number.Reveal"] = [Number],
        ["Account.Iban.Reveal"] = [Number],

        // A delivery as it came, for the handler.
        ["ConnectionEvent.Payload"] = [Number],

        // Ids that are needed to go on. The host keeps them as it keeps its own keys.
        ["ReconnectSessionId.Value"] = [Session],
        ["ReconnectSessionId.ToString"] = [Session],
        ["ReconnectSession.ToJson"] = [Session, Resume, LoginId],
        ["StoredReconnectSession.Json"] = [Session, Resume, LoginId],
        ["Connection.ResumeToken"] = [Resume],
        ["ConnectionRef.ConnectionId"] = [LoginId],
        ["ConnectionRef.ToString"] = [LoginId],
        ["Connection.ToString"] = [LoginId],
        ["ReconnectSession.ToString"] = [LoginId],
        ["StoredReconnectSession.ToString"] = [LoginId],
        ["RemovalPlan.ToString"] = [LoginId],
    };

    /// <summary>What a page is given of its own repair.</summary>
    private static SecretKind[] Page { get; } = [Launch, State, Session];

    public static bool Permit(string owner, SecretKind kind) =>
        owner == "SessionView" ? Page.Contains(kind) : All.TryGetValue(owner, out var kinds) && kinds.Contains(kind);
}
