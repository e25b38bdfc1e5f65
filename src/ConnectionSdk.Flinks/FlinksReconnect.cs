using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;
using static ConnectionSdk.Flinks.FlinksMoves;

namespace ConnectionSdk.Flinks;

/// <summary>
/// Repairs a connection: contacts the bank with the stored login, and where the bank asks something has it answered, in Flinks Connect or by
/// fields. A session that waits for the user already is gone on with. Flinks: Reconnect.
/// </summary>
internal sealed class FlinksReconnect(
    FlinksApi api, FlinksConnections connections, FlinksWidget widget, FlinksStatuses statuses, FlinksMapper mapper, FlinksOptions options) : IReconnectStrategy
{
    public async ValueTask<ReconnectMove> BeginAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        widget.Redirect(context.Options.RedirectUri);
        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        var status = reading.Connection.Status;
        var resumed = FlinksMemo.Parse(context.Memo, context.Now);
        var memo = FlinksMemo.None with { InstitutionId = reading.Connection.InstitutionId, LastRefresh = reading.Connection.LastSyncedAt };
        if (status.State == ConnectionState.Deleted)
        {
            return ReconnectMove.From(reading.Connection);
        }

        if (resumed.HasLiveSession(context.Now))
        {
            // The user may have been through it meanwhile, in a window that was closed before it could tell.
            if (FlinksMemo.IsToken(context.Memo) && reading.IsRepaired(resumed))
            {
                return ReconnectMove.From(reading.Connection);
            }

            memo = memo with { RequestId = resumed.RequestId, SeenAt = resumed.SeenAt, Step = resumed.Step, IsTold = resumed.IsTold, Before = resumed.Before };
            return resumed.Step == FlinksStep.None ? Widget(context, reading.Connection, memo, ReplyFate.None) : Waiting(context, reading.Connection, memo, ReplyFate.Accepted);
        }

        if (status.State == ConnectionState.Active && !context.Options.RenewConsent)
        {
            return ReconnectMove.From(reading.Connection);
        }

        // A bank that has just refused the stored password, or locked the login, is not contacted with it once more.
        return status.State == ConnectionState.Active || reading.MayContactBank
            ? await ContactBankAsync(context, memo, reading.Connection, cancellationToken).ConfigureAwait(false)
            : Describe(context, reading, ReplyFate.None, memo);
    }

    public async ValueTask<ReconnectMove> ReplyAsync(ReconnectContext context, UserReply reply, CancellationToken cancellationToken)
    {
        var memo = FlinksMemo.Parse(context.Memo, context.Now);
        return (context.Action, reply) switch
        {
            (RequiredAction.ProvideFields fields, UserReply.FieldValues values) =>
                await SubmitAsync(context, fields, values, memo, cancellationToken).ConfigureAwait(false),
            (RequiredAction.VisitInstitution, _) => await ContactBankAsync(context, memo, context.Observed!, cancellationToken).ConfigureAwait(false),
            _ => await ReturnAsync(context, FlinksReturn.Of(reply, statuses), memo, cancellationToken).ConfigureAwait(false),
        };
    }

    public async ValueTask<ReconnectMove> ObserveAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        var memo = FlinksMemo.Parse(context.Memo, context.Now);
        if (context.Observed is null && memo.Step != FlinksStep.None)
        {
            // The first step was not recorded to its end: there is only the session that it was to go on with.
            context = context with { Observed = (await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false)).Connection };
        }

        var isLost = false;
        if (memo is { Step: FlinksStep.Returned, OtherLogin: { } other })
        {
            return await AnotherAsync(context, other, ReplyFate.None, memo, cancellationToken).ConfigureAwait(false);
        }

        if (memo is { Step: FlinksStep.Authorizing, RequestId: { } authorizing })
        {
            var answer = await connections.FollowContactAsync(authorizing, cancellationToken).ConfigureAwait(false);
            if (answer is not null && !FlinksConnections.IsSessionOver(answer))
            {
                return FlinksConnections.IsBusy(answer)
                    ? Waiting(context, context.Observed!, memo, ReplyFate.None, answer)
                    : await GoOnAsync(context, connections.Reading(answer, context.Connection), ReplyFate.None, memo, cancellationToken).ConfigureAwait(false);
            }

            isLost = answer is null;
        }
        else if (memo is { Step: not FlinksStep.None, RequestId: { } session })
        {
            var data = memo.Step == FlinksStep.Returned
                ? await connections.AskForAccountsAsync(session, cancellationToken).ConfigureAwait(false)
                : await connections.PollAccountsAsync(session, memo.Step == FlinksStep.Summarizing, cancellationToken).ConfigureAwait(false);
            if (Collected(context, data, ReplyFate.None, memo) is { } move)
            {
                return move;
            }

            memo = Without(memo, data, context);
        }

        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        return reading switch
        {
            _ when reading.IsRepaired(memo) => await GoOnAsync(context, reading, ReplyFate.None, memo, cancellationToken).ConfigureAwait(false),
            _ when (isLost && reading.SaysNothingNew(memo) && !reading.NeedsUserInWidget) || (memo.Step != FlinksStep.None && FlinksConnections.IsBusy(reading.Answer)) =>
                Waiting(context, context.Observed!, memo, ReplyFate.None, reading.Answer),
            _ => Keep(context, Describe(context, reading, ReplyFate.None, memo with { Step = FlinksStep.None })),
        };
    }

    public async ValueTask<RequiredAction> IssueLaunchAsync(ReconnectContext context, CancellationToken cancellationToken) =>
        await widget.ReconnectAsync(context, FlinksMemo.Parse(context.Memo, context.Now), cancellationToken).ConfigureAwait(false);

    /// <summary>Contacts the bank, and remembers how the connection stood before: what is stored goes on to say so until the contact has ended.</summary>
    private async ValueTask<ReconnectMove> ContactBankAsync(
        ReconnectContext context, FlinksMemo memo, Connection? before, CancellationToken cancellationToken, ReplyFate fate = ReplyFate.Accepted)
    {
        var reading = await connections.ContactBankAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        memo = memo with { RequestId = null, Step = FlinksStep.None, Before = before is null ? memo.Before : before.Status.Provider.Code ?? "" };
        return await GoOnAsync(context, reading, fate, memo, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Passes all answers of a round on, once. What the bank says to them is a result, never a reason to send them again.</summary>
    private async ValueTask<ReconnectMove> SubmitAsync(
        ReconnectContext context, RequiredAction.ProvideFields asked, UserReply.FieldValues reply, FlinksMemo memo, CancellationToken cancellationToken)
    {
        var answers = FlinksFields.Answers(asked.Fields, reply.Values);
        if (!memo.HasLiveSession(context.Now) || answers.Count < asked.Fields.Count)
        {
            return Widget(context, context.Observed!, memo, ReplyFate.NotSent) with { Note = "the session at Flinks had lapsed, or an answer was missing; nothing was sent" };
        }

        var answer = await api.AnswerAsync(context.Connection.ConnectionId, memo.RequestId!, answers, cancellationToken).ConfigureAwait(false);
        var reading = connections.Reading(answer, context.Connection);
        if (reading.IsSessionOver)
        {
            return await AskAnewAsync(context, reading, memo, cancellationToken).ConfigureAwait(false);
        }

        if (FlinksFields.Repeat(answer.SecurityChallenges, asked.Fields, answers))
        {
            // What was typed is not kept, and a question that repeats it would be: the widget asks it.
            answer.SecurityChallenges = [null];
        }

        var status = reading.Connection.Status;
        var fate = reading switch
        {
            _ when status.Reason == StatusReason.MfaRejected => ReplyFate.Rejected,
            { Key: FlinksStatusMap.RateLimited } => ReplyFate.NotSent,
            { Key: "UNKNOWN_CHALLENGE_KEY" or "SECURITYRESPONSES_INCOMPLETE" or "INVALID_REQUEST" } => ReplyFate.NotSent,
            _ => ReplyFate.Accepted,
        };

        // An answer that neither goes on nor fails before the bank is reached has ended the session: nobody is sent back to it.
        var goesOn = reading.WaitsForAnswers || fate == ReplyFate.NotSent
            || status.State is ConnectionState.Active or ConnectionState.Connecting or ConnectionState.Unknown;
        memo = goesOn ? memo with { SeenAt = fate == ReplyFate.NotSent ? memo.SeenAt : context.Now } : memo with { RequestId = null };
        return await GoOnAsync(context, reading, fate, memo, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The session was over and the bank has not seen the answers. The user is here, so it is asked for new questions.</summary>
    private async ValueTask<ReconnectMove> AskAnewAsync(ReconnectContext context, FlinksReading over, FlinksMemo memo, CancellationToken cancellationToken)
    {
        try
        {
            return await ContactBankAsync(context, memo, before: null, cancellationToken, ReplyFate.NotSent).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (exception.MayHaveBeenSent)
        {
            // What became of the contact is open, and what became of the answers is not: they must not count as tried.
            return Widget(context, over.Connection, memo with { RequestId = null }, ReplyFate.NotSent) with { Note = "the session at Flinks had lapsed; nothing was sent" };
        }
    }

    /// <summary>The user came back from the widget, or it told something. Flinks: Events.</summary>
    private async ValueTask<ReconnectMove> ReturnAsync(
        ReconnectContext context, FlinksReturn returned, FlinksMemo memo, CancellationToken cancellationToken)
    {
        if (returned.Kind == FlinksReturnKind.Progress && context.Observed is { } observed)
        {
            var seen = returned.RequestId is { } id ? memo.Hearing(id, context.Now) : memo;
            return new ReconnectMove
            {
                Connection = Resumable(observed, seen, context.Now),
                Verdict = ReconnectVerdict.Continue,
                Action = context.Action,
                Memo = seen.ToString(),
            };
        }

        if (returned.LoginId is { } loginId && !string.Equals(loginId, context.Connection.ConnectionId, StringComparison.OrdinalIgnoreCase))
        {
            return await AnotherAsync(context, loginId, ReplyFate.Accepted, memo, cancellationToken).ConfigureAwait(false);
        }

        if (returned.Kind == FlinksReturnKind.Failed)
        {
            return await FailedAsync(context, returned.Code!, memo, cancellationToken).ConfigureAwait(false);
        }

        // The session the widget used first, then what is stored: the documentation names both ways. Flinks: Reconnect.
        foreach (var requestId in new[] { memo.HasLiveSession(context.Now) ? memo.RequestId : null, returned.RequestId }.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (requestId is not null)
            {
                var data = await connections.AskForAccountsAsync(requestId, cancellationToken).ConfigureAwait(false);
                var asked = string.Equals(requestId, memo.RequestId, StringComparison.OrdinalIgnoreCase) ? memo : memo.Hearing(requestId, context.Now);
                if (Collected(context, data, ReplyFate.Accepted, asked with { Step = FlinksStep.Returned }) is { } move)
                {
                    return move;
                }

                memo = Without(memo, data, context);
            }
        }

        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        return reading switch
        {
            _ when FlinksConnections.IsBusy(reading.Answer) =>
                Waiting(context, context.Observed ?? reading.Connection, memo with { Step = FlinksStep.Returned }, ReplyFate.Accepted, reading.Answer),
            { Connection.Status.State: ConnectionState.Active } when !reading.IsRepaired(memo) =>
                Widget(context, reading.Connection, memo, ReplyFate.Accepted) with { Note = "nothing has been refreshed yet" },
            _ => await GoOnAsync(context, reading, ReplyFate.Accepted, memo, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>The widget says that something went wrong, or that the user left. What is stored decides whether the connection works all the same.</summary>
    private async ValueTask<ReconnectMove> FailedAsync(ReconnectContext context, string code, FlinksMemo memo, CancellationToken cancellationToken)
    {
        var row = statuses.Find(code, out _);
        var refused = row.Reason == StatusReason.CredentialsInvalid || row.Reason == StatusReason.MfaRejected;
        FlinksReading reading;
        try
        {
            reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException) when (refused && context.Observed is not null)
        {
            // What the widget knows counts, also where nothing can be read.
            return Widget(context, context.Observed, memo, ReplyFate.Rejected) with { Note = $"the widget reported {row.Code}" };
        }

        if (reading.IsRepaired(memo))
        {
            return await GoOnAsync(context, reading, ReplyFate.Accepted, memo, cancellationToken).ConfigureAwait(false);
        }

        if (row.Reason == StatusReason.UserAbandoned)
        {
            return Abandoned(context, reading.Connection, memo) with { Note = $"the widget reported {row.Code}" };
        }

        if (row.State == ConnectionState.ReconnectRequired && row.Reason == StatusReason.SessionExpired)
        {
            // The session the widget was opened for is over; the user is here, so a new one is begun.
            return reading.MayContactBank
                ? await ContactBankAsync(context, memo, reading.Connection, cancellationToken).ConfigureAwait(false)
                : Widget(context, reading.Connection, memo with { RequestId = null }, ReplyFate.NotSent);
        }

        var fate = refused ? ReplyFate.Rejected : FlinksCode.Is(code, "TOKEN_INVALID") ? ReplyFate.NotSent : ReplyFate.Accepted;
        var told = reading.Connection with { Status = mapper.Status(code, code, null, context.Now) };
        return row.State switch
        {
            ConnectionState.Degraded => ReconnectMove.From(told) with { Fate = fate, Note = $"the widget reported {row.Code}" },
            ConnectionState.ActionRequired => Describe(context, new FlinksReading(told, reading.Answer, code), fate, memo),
            _ => Widget(context, reading.Connection, memo, fate) with { Note = $"the widget reported {row.Code}" },
        };
    }

    /// <summary>Another login came back. It is read, and the engine compares its accounts: only if they prove to be the same is it taken.</summary>
    private async ValueTask<ReconnectMove> AnotherAsync(
        ReconnectContext context, string loginId, ReplyFate fate, FlinksMemo memo, CancellationToken cancellationToken)
    {
        var other = FlinksConnections.Another(context.Connection, loginId);
        var reading = await connections.ReadAsync(other, cancellationToken).ConfigureAwait(false);
        if (reading.Connection.Status.State == ConnectionState.Active)
        {
            return Repaired(reading.Connection, null, fate) with { Note = "another LoginId came back" };
        }

        var own = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        return FlinksConnections.IsBusy(reading.Answer) || FlinksConnections.IsPending(reading.Answer)
            ? Waiting(context, own.Connection, memo with { Step = FlinksStep.Returned, OtherLogin = loginId }, fate, reading.Answer)
            : WrongLogin(own.Connection, memo, fate);
    }

    /// <summary>Goes on from an answer of Authorize.</summary>
    private async ValueTask<ReconnectMove> GoOnAsync(
        ReconnectContext context, FlinksReading reading, ReplyFate fate, FlinksMemo memo, CancellationToken cancellationToken)
    {
        if (reading.Connection.Status.State != ConnectionState.Active)
        {
            return Describe(context, reading, fate, memo);
        }

        if (reading.Answer.Login?.Id is { } id && !FlinksConnections.IsAbout(context.Connection, reading.Answer))
        {
            return await AnotherAsync(context, id, fate, memo, cancellationToken).ConfigureAwait(false);
        }

        memo = memo.In(reading.Answer.RequestId, context.Now);
        if (memo.RequestId is null || memo.IsTold)
        {
            return Repaired(reading.Connection, null, fate);
        }

        try
        {
            var data = await connections.AskForAccountsAsync(memo.RequestId, cancellationToken).ConfigureAwait(false);
            return FlinksConnections.IsPending(data.Answer) ? Awaited(context, reading.Connection, data, fate, memo) : WithAccounts(context, reading.Connection, data, fate);
        }
        catch (ProviderException)
        {
            // Authorize has confirmed the repair: that the accounts cannot be had now does not undo it.
            return Repaired(reading.Connection, null, fate);
        }
    }

    /// <summary>
    /// What a session says that was asked for its accounts, which only an authorised one has; null when it has none to give, or may be another login's.
    /// </summary>
    private ReconnectMove? Collected(ReconnectContext context, FlinksData data, ReplyFate fate, FlinksMemo memo)
    {
        var answer = data.Answer;
        return answer switch
        {
            _ when FlinksConnections.IsBusy(answer) => Waiting(context, context.Observed!, memo, fate, answer),
            _ when !FlinksConnections.IsAbout(context.Connection, answer) => null,
            _ when FlinksConnections.IsPending(answer) => Awaited(context, context.Observed!, data, fate, memo with { SeenAt = context.Now }),
            _ when memo.IsTold && answer.Login?.Id is null => null,
            _ when FlinksConnections.AccountsOf(answer) is null => null,

            // What Authorize has confirmed already says more: a summary names neither the login nor the bank.
            _ => WithAccounts(
                context,
                answer.Login is null && context.Observed is { Status.State: ConnectionState.Active } confirmed
                    ? confirmed with { ResumeToken = null }
                    : connections.Reading(answer, context.Connection).Connection,
                data,
                fate),
        };
    }

    /// <summary>A session that proved to be another login's is nothing to go on with.</summary>
    private static FlinksMemo Without(FlinksMemo memo, FlinksData data, ReconnectContext context) =>
        FlinksConnections.IsAbout(context.Connection, data.Answer) ? memo : memo with { RequestId = null };

    /// <summary>What a state means for the repair. Sends nothing.</summary>
    private ReconnectMove Describe(ReconnectContext context, FlinksReading reading, ReplyFate fate, FlinksMemo memo)
    {
        memo = memo with { InstitutionId = reading.Connection.InstitutionId ?? memo.InstitutionId };
        var answer = reading.Answer;
        var move = ReconnectMove.From(reading.Connection) with { Fate = fate, Memo = memo.ToString() };
        var open = (memo.HasLiveSession(context.Now) ? memo : memo with { RequestId = null }).In(answer.RequestId, context.Now);
        return reading switch
        {
            _ when FlinksConnections.IsPending(answer) =>
                Waiting(context, reading.Connection, open with { Step = open.RequestId is null ? FlinksStep.None : FlinksStep.Authorizing }, fate, answer),
            { WaitsForAnswers: true } when open.RequestId is not null => Challenge(context, reading, open with { Step = FlinksStep.None }, fate),
            { Key: FlinksStatusMap.Challenged } when open.RequestId is not null => Widget(context, reading.Connection, open, fate),
            { Key: "INVALID_REQUEST" or "METHOD_NOT_AVAILABLE" } => move with { Verdict = ReconnectVerdict.NotRepairable },
            { Connection.Status.State: ConnectionState.Deleted } => move,
            { Connection.Status.State: ConnectionState.Degraded } => move with { Connection = Resumable(reading.Connection, memo, context.Now) },
            { Connection.Status.Action: RequiredAction.VisitInstitution } => move,
            _ => Widget(context, reading.Connection, memo, fate),
        };
    }

    private ReconnectMove Challenge(ReconnectContext context, FlinksReading reading, FlinksMemo memo, ReplyFate fate)
    {
        if (!options.AnswerMfaByFields || FlinksFields.Of(reading.Answer.SecurityChallenges!) is not { } fields)
        {
            return Widget(context, reading.Connection, memo, fate);
        }

        return new ReconnectMove
        {
            Connection = Resumable(reading.Connection, memo, context.Now),
            Verdict = ReconnectVerdict.Continue,
            Action = new RequiredAction.ProvideFields { Actor = Actor.EndUser, Fields = fields, ExpiresAt = memo.SessionEndsAt },
            Fate = fate,
            Memo = memo.ToString(),
        };
    }
}
