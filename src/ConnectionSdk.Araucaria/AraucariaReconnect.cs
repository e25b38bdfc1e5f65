using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria;

/// <summary>
/// Repairs a connection through the widget: the user types credentials and codes there and nowhere else, Araucaria verifies them, and the connection is
/// read until it works. Araucaria: Connection Flow, re-credential flow.
/// </summary>
internal sealed class AraucariaReconnect(AraucariaConnections connections, AraucariaWidget widget, AraucariaOptions options) : IReconnectStrategy
{
    /// <summary>
    /// How many reads may still show the old failure after the widget has reported success, and how many times a token may be refused for a status
    /// that asks for one.
    /// </summary>
    private const int Patience = 3;

    public async ValueTask<ReconnectMove> BeginAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        return Describe(context, reading, ReplyFate.None, AraucariaMemo.None);
    }

    public async ValueTask<ReconnectMove> ReplyAsync(ReconnectContext context, UserReply reply, CancellationToken cancellationToken)
    {
        var memo = AraucariaMemo.Parse(context.Memo);
        var said = AraucariaWidgetResult.Of(reply);
        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        var fate = WasRefused(reading, memo) ? ReplyFate.Rejected : ReplyFate.Accepted;
        var isOurs = said.ConnectionId is null || string.Equals(said.ConnectionId, context.Connection.ConnectionId, StringComparison.Ordinal);
        if (!isOurs)
        {
            return Describe(context, reading, fate, memo) with { Note = "the widget reported another connection" };
        }

        switch (said.Kind)
        {
            case AraucariaWidgetEnd.Succeeded:
                return Describe(context, reading, ReplyFate.Accepted, memo with { SaidDone = true });
            case AraucariaWidgetEnd.Closed:
                var closed = Describe(context, reading, fate, memo);
                return closed is { Verdict: ReconnectVerdict.Continue, Action: RequiredAction.OpenWidget }
                    ? closed with { Verdict = ReconnectVerdict.Abandoned, Action = reading.Connection.Status.Action, Note = "the user closed the widget" }
                    : closed;
            case AraucariaWidgetEnd.Failed:
                var known = AraucariaStatusMap.Map.Find(said.ErrorCode, out var recognised).Code;
                return Describe(context, reading, fate, memo) with
                {
                    Note = recognised ? $"the widget reported {known}" : "the widget reported an error this version does not know",
                };
            default:
                return Describe(context, reading, fate, memo);
        }
    }

    public async ValueTask<ReconnectMove> ObserveAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        var memo = AraucariaMemo.Parse(context.Memo);
        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        var move = Describe(context, reading, ReplyFate.None, memo);
        var wasRefusedAToken = context.Action is RequiredAction.Wait && memo.AskedAt is not null && memo.AskedAt == reading.Wire?.UpdatedAt && !memo.SaidDone;
        if (move is not { Verdict: ReconnectVerdict.Continue, Action: RequiredAction.OpenWidget })
        {
            return move;
        }

        // The widget may have spoken while the worker was still logging in: then a look is the first to see that the bank refused.
        return WasRefused(reading, memo) ? move with { Fate = ReplyFate.Rejected }
            : wasRefusedAToken && context.LooksSinceReply > Patience ? move with
            {
                Verdict = ReconnectVerdict.WaitingForProvider,
                Action = new RequiredAction.Wait { Actor = Actor.Provider },
                Note = "Araucaria issues no widget token in this status",
            }
            : move;
    }

    public async ValueTask<RequiredAction> IssueLaunchAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await widget.IssueAsync(context.Connection.ConnectionId, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.Conflict || AraucariaConnections.SaysGone(exception))
        {
            // The status has moved on meanwhile, or does not allow it: the next look reads which. Araucaria: Errors, INVALID_CONNECTION_STATE.
            return new RequiredAction.Wait { Actor = Actor.Provider, PollEvery = Pace(context) };
        }
    }

    /// <summary>What a state means for the repair. Sends nothing.</summary>
    private ReconnectMove Describe(ReconnectContext context, AraucariaReading reading, ReplyFate fate, AraucariaMemo memo)
    {
        var status = reading.Connection.Status;
        var pace = Pace(context);
        var move = ReconnectMove.From(reading.Connection, pace) with { Fate = fate, Memo = memo.ToString() };
        if (move.Verdict is ReconnectVerdict.Repaired or ReconnectVerdict.NotRepairable)
        {
            return move;
        }

        // Right after a success a failure is provisional: what is read may be older than what the widget saw.
        var isProvisional = memo.SaidDone && context.LooksSinceReply < Patience;
        if (isProvisional || (move.Verdict == ReconnectVerdict.Continue && status.Action is RequiredAction.Wait))
        {
            return move with
            {
                Verdict = ReconnectVerdict.Continue,
                Action = new RequiredAction.Wait { Actor = Actor.Provider, PollEvery = pace, ExpiresAt = context.Now + options.VerificationTimeout },
                LookAgainAfter = pace,
            };
        }

        return move.Verdict == ReconnectVerdict.Continue || status.ReconnectAllowed
            ? move with
            {
                Verdict = ReconnectVerdict.Continue,
                Action = new RequiredAction.OpenWidget { Actor = Actor.EndUser },
                LookAgainAfter = null,
                Memo = new AraucariaMemo(reading.Wire?.UpdatedAt, SaidDone: false).ToString(),
            }
            : move;
    }

    /// <summary>Whether the bank refused what the user typed in the widget since it was opened: it counts there, so it counts here.</summary>
    private static bool WasRefused(AraucariaReading reading, AraucariaMemo memo) =>
        reading.Connection.Status.Reason == StatusReason.CredentialsInvalid && memo.AskedAt < reading.Wire?.UpdatedAt;

    private TimeSpan Pace(ReconnectContext context) => connections.Pace(context.LooksSinceReply, options.MaxPollInterval);
}
