namespace ConnectionSdk.Providers;

/// <summary>Makes the rows of a status map, so that a map reads as a table: <c>using static ConnectionSdk.Providers.StatusRows;</c>.</summary>
public static class StatusRows
{
    /// <summary>A row that says everything.</summary>
    /// <param name="code">The provider's code; empty for the absence of one.</param>
    /// <param name="state">The state it means.</param>
    /// <param name="reason">The reason it means.</param>
    /// <param name="action">What must happen next.</param>
    /// <param name="actor">Who has to do it.</param>
    /// <param name="retry">What may be tried again, and by whom.</param>
    /// <param name="meaning">The provider's meaning in one plain sentence.</param>
    /// <param name="source">The page or document the row comes from.</param>
    /// <param name="activity">What is going on meanwhile.</param>
    public static StatusRow Row(
        string code,
        ConnectionState state,
        StatusReason reason,
        RequiredActionKind action,
        Actor actor,
        RetryAdvice retry,
        string meaning,
        string source,
        ConnectionActivity activity = ConnectionActivity.Idle) => new()
        {
            Code = code,
            State = state,
            Reason = reason,
            Action = action,
            Actor = actor,
            Retry = retry,
            Activity = activity,
            Meaning = meaning,
            Source = source,
        };

    /// <summary>
    /// A code that says why a call failed and nothing about the connection: its state stays what it was. A provider is waited for, an end user does
    /// <paramref name="userAction"/>, and for everybody else it is a case for support.
    /// </summary>
    /// <param name="code">The provider's code.</param>
    /// <param name="reason">The reason it means.</param>
    /// <param name="actor">Who has to do something.</param>
    /// <param name="retry">What may be tried again, and by whom.</param>
    /// <param name="meaning">The provider's meaning in one plain sentence.</param>
    /// <param name="source">The page or document the row comes from.</param>
    /// <param name="userAction">What the end user does where the end user has to.</param>
    public static StatusRow Refusal(
        string code,
        StatusReason reason,
        Actor actor,
        RetryAdvice retry,
        string meaning,
        string source,
        RequiredActionKind userAction = RequiredActionKind.OpenWidget)
    {
        var action = actor switch
        {
            Actor.Provider => RequiredActionKind.Wait,
            Actor.EndUser => userAction,
            _ => RequiredActionKind.ContactSupport,
        };
        return Row(code, ConnectionState.Unknown, reason, action, actor, retry, meaning, source, ConnectionActivity.Unknown);
    }
}
