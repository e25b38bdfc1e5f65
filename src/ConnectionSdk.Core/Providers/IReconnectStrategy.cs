namespace ConnectionSdk.Providers;

/// <summary>
/// How one provider repairs a connection: the little that differs between providers. The engine does the rest: it holds the session,
/// writes an intent before anything is sent, turns a lost answer into a read, stops loops, and compares the accounts.
/// Implementations hold no state of their own; what they need between two calls goes into <see cref="ReconnectMove.Memo"/>.
/// </summary>
public interface IReconnectStrategy
{
    /// <summary>Begins a repair: reads the connection and takes the first step that needs no answer of the user.</summary>
    /// <param name="context">The session so far.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ReconnectMove> BeginAsync(ReconnectContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Passes on what the user did, once. A refusal by the bank is thrown as <see cref="ProviderException"/> of kind
    /// <see cref="ProviderErrorKind.ChallengeRejected"/>, or returned as <see cref="ReplyFate.Rejected"/>. What fails before the reply is sent is thrown
    /// as <see cref="ProviderErrorKind.NotSent"/>; any other failure that is no clean refusal (a time-out, an unreadable answer) leaves open whether
    /// it was taken, and the engine looks.
    /// </summary>
    /// <param name="context">The session so far; <see cref="ReconnectContext.Action"/> is what the user was asked.</param>
    /// <param name="reply">What the user did; never <see cref="UserReply.Abandoned"/>, which the engine handles.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ReconnectMove> ReplyAsync(ReconnectContext context, UserReply reply, CancellationToken cancellationToken);

    /// <summary>Looks at how things stand. Reads only: it is called as often as need be, also after a lost answer.</summary>
    /// <param name="context">The session so far.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ReconnectMove> ObserveAsync(ReconnectContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Issues the link or widget token of the current action, whenever a user needs one: the moves of a strategy leave it out.
    /// </summary>
    /// <param name="context">The session so far; its action lacks the link or token.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The action with its link or token, or <see cref="RequiredAction.Wait"/> when it turns out that none is needed any more.</returns>
    ValueTask<RequiredAction> IssueLaunchAsync(ReconnectContext context, CancellationToken cancellationToken) => new(context.Action);
}
