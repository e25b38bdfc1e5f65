using ConnectionSdk.Flinks.Api;

namespace ConnectionSdk.Flinks;

/// <summary>A connection as read, with what Flinks sent and the row of the status map it belongs to.</summary>
internal sealed record FlinksReading(Connection Connection, FlinksAnswerDto Answer, string Key)
{
    /// <summary>Works now, and either did not when the repair began or has been refreshed since.</summary>
    public bool IsRepaired(FlinksMemo memo) =>
        Connection.Status.State == ConnectionState.Active && (memo.LastRefresh is null || (Connection.LastSyncedAt is { } at && at != memo.LastRefresh));

    public bool IsSessionOver => FlinksConnections.IsSessionOver(Answer);

    /// <summary>Whether the bank waits for answers in this session: a refusal that ended it may repeat its questions. Flinks: Error codes.</summary>
    public bool WaitsForAnswers => Answer.AsksQuestions
        && (Answer.Status == 203 || Key is FlinksStatusMap.Challenged or FlinksStatusMap.AskedAgain or "UNKNOWN_CHALLENGE_KEY" or "SECURITYRESPONSES_INCOMPLETE");

    /// <summary>
    /// Whether what is stored tells nothing yet of a contact that cannot be followed: Flinks is at this login, or shows what it showed before. The same
    /// error may also be the contact's own, but only a later look, or the end of the wait, can tell.
    /// </summary>
    public bool SaysNothingNew(FlinksMemo memo) =>
        FlinksConnections.IsBusy(Answer) || Key == "CONCURRENT_SESSION" || FlinksCode.Is(memo.Before, Connection.Status.Provider.Code ?? "");

    /// <summary>Whether the user has to act in the widget, which shows what the bank asks also while a contact goes on. Flinks: Mid-session reconnect.</summary>
    public bool NeedsUserInWidget => Connection.Status.Action is RequiredAction.OpenWidget;

    public bool MayContactBank => Connection.Status switch
    {
        { Reason: var reason } when reason == StatusReason.CredentialsInvalid || reason == StatusReason.AccountLocked || reason == StatusReason.RateLimited => false,
        { State: ConnectionState.ReconnectRequired or ConnectionState.Degraded } => true,
        _ => false,
    };
}
