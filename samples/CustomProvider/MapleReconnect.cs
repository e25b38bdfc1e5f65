using ConnectionSdk;
using ConnectionSdk.Providers;
using Maple.Api;

namespace Maple;

/// <summary>
/// How Maple repairs a connection: a code, or its page. The engine does the rest: it keeps the session, sends nothing twice, reads after a lost
/// answer, stops before the bank locks the login, and compares the accounts. So nothing here is kept in a field, and nothing is retried.
/// </summary>
internal sealed class MapleReconnect(MapleProvider provider, MapleApi api, MapleOptions options) : IReconnectStrategy
{
    /// <summary>Maple needs no first step: the status says what to ask the user.</summary>
    public ValueTask<ReconnectMove> BeginAsync(ReconnectContext context, CancellationToken cancellationToken) => ObserveAsync(context, cancellationToken);

    public async ValueTask<ReconnectMove> ReplyAsync(ReconnectContext context, UserReply reply, CancellationToken cancellationToken)
    {
        switch (reply)
        {
            case UserReply.FieldValues values:
                try
                {
                    var (name, value) = values.Values.Single();

                    // A wrong code comes out of here as ChallengeRejected, and a lost answer as OutcomeUnknown: the engine knows what to do with both.
                    await api.AnswerAsync(context.Connection.ConnectionId, name, value, cancellationToken);
                }
                catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.Conflict)
                {
                    // Nobody asks any more. What came of it is read, and the user's attempt is not spent.
                    return await MoveAsync(context, ReplyFate.NotSent, cancellationToken);
                }

                return await MoveAsync(context, ReplyFate.Accepted, cancellationToken);

            case UserReply.RedirectReturned returned:
                // The address is a hint only, anybody can type it; the connection decides. The engine has checked its state value.
                var move = await MoveAsync(context, ReplyFate.Accepted, cancellationToken);
                return move.Verdict == ReconnectVerdict.Continue && CallbackState.QueryValue(returned.Uri, "result") == "cancelled"
                    ? move with { Verdict = ReconnectVerdict.Abandoned }
                    : move;

            default:
                return await MoveAsync(context, ReplyFate.Accepted, cancellationToken);
        }
    }

    /// <summary>Reads, and nothing but reads: the engine calls this as often as need be.</summary>
    public ValueTask<ReconnectMove> ObserveAsync(ReconnectContext context, CancellationToken cancellationToken) =>
        MoveAsync(context, ReplyFate.None, cancellationToken);

    /// <summary>Issues the link when a user needs one, and again for another process: links live for minutes and are never stored.</summary>
    public async ValueTask<RequiredAction> IssueLaunchAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        var returnTo = context.Options.RedirectUri ?? options.RedirectUri
            ?? throw new ProviderException(
                ProviderErrorKind.Configuration, MapleProvider.Name, "CreatePage", "maple: set MapleOptions.RedirectUri, or ReconnectOptions.RedirectUri.")
            { MayHaveBeenSent = false };

        // The state value ties whoever comes back to this session.
        var page = await api.CreatePageAsync(context.Connection.ConnectionId, returnTo, context.State.Value, cancellationToken);
        return new RequiredAction.FollowRedirect { Actor = Actor.EndUser, Url = page.Url, ExpiresAt = page.ExpiresAt };
    }

    private async ValueTask<ReconnectMove> MoveAsync(ReconnectContext context, ReplyFate fate, CancellationToken cancellationToken)
    {
        var connection = await provider.GetAsync(context.Connection, cancellationToken);
        var looksAgain = connection.Status.Action is RequiredAction.Wait ? MapleMapper.PollEvery : (TimeSpan?)null;
        var move = ReconnectMove.From(connection, looksAgain) with { Fate = fate };

        // A status of tomorrow: Maple's own page will know what to do about it.
        return connection.Status.State == ConnectionState.Unknown
            ? move with { Action = new RequiredAction.FollowRedirect { Actor = Actor.EndUser } }
            : move;
    }
}
