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
            if (FlinksMemo.IsToken(context.Memo) && IsRepaired(reading, resumed))
            {
                return ReconnectMove.From(reading.Connection);
            }

            memo = memo with { RequestId = resumed.RequestId, SeenAt = resumed.SeenAt, Step = resumed.Step };
            return resumed.Step == FlinksStep.None ? Widget(context, reading.Connection, memo, ReplyFate.None) : Waiting(context, reading.Connection, memo, ReplyFate.Accepted);
        }

        if (status.State == ConnectionState.Active && !context.Options.RenewConsent)
        {
            return ReconnectMove.From(reading.Connection);
        }

        // A bank that has just refused the stored password, or locked the login, is not contacted with it once more.
        return status.State == ConnectionState.Active || MayContactBank(reading)
            ? await ContactBankAsync(context, memo, cancellationToken).ConfigureAwait(false)
            : Describe(context, reading, ReplyFate.None, memo);
    }

    public async ValueTask<ReconnectMove> ReplyAsync(ReconnectContext context, UserReply reply, CancellationToken cancellationToken)
    {
        var memo = FlinksMemo.Parse(context.Memo, context.Now);
        return (context.Action, reply) switch
        {
            (RequiredAction.ProvideFields fields, UserReply.FieldValues values) =>
                await SubmitAsync(context, fields, values, memo, cancellationToken).ConfigureAwait(false),
            (RequiredAction.VisitInstitution, _) => await ContactBankAsync(context, memo, cancellationToken).ConfigureAwait(false),
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

        if (memo is { Step: FlinksStep.Authorizing, RequestId: { } authorizing })
        {
            if (await FollowContactAsync(authorizing, cancellationToken).ConfigureAwait(false) is { } answer)
            {
                return FlinksConnections.IsBusy(answer)
                    ? Waiting(context, context.Observed!, memo, ReplyFate.None, answer)
                    : await GoOnAsync(context, connections.Reading(answer, context.Connection), ReplyFate.None, memo, cancellationToken).ConfigureAwait(false);
            }
        }
        else if (memo is { Step: FlinksStep.Collecting or FlinksStep.Summarizing, RequestId: { } collecting })
        {
            var data = await connections.PollAccountsAsync(collecting, memo.Step == FlinksStep.Summarizing, cancellationToken).ConfigureAwait(false);
            if (FlinksConnections.IsBusy(data.Answer))
            {
                return Waiting(context, context.Observed!, memo, ReplyFate.None, data.Answer);
            }

            if (FlinksConnections.IsPending(data.Answer) || FlinksConnections.AccountsOf(data.Answer) is not null)
            {
                return Collected(context, context.Observed!, data, ReplyFate.None, memo);
            }
        }

        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        return IsRepaired(reading, memo)
            ? await GoOnAsync(context, reading, ReplyFate.None, memo, cancellationToken).ConfigureAwait(false)
            : Keep(context, Describe(context, reading, ReplyFate.None, memo with { Step = FlinksStep.None }));
    }

    public async ValueTask<RequiredAction> IssueLaunchAsync(ReconnectContext context, CancellationToken cancellationToken) =>
        await widget.ReconnectAsync(context, FlinksMemo.Parse(context.Memo, context.Now), cancellationToken).ConfigureAwait(false);

    private async ValueTask<ReconnectMove> ContactBankAsync(
        ReconnectContext context, FlinksMemo memo, CancellationToken cancellationToken, ReplyFate fate = ReplyFate.Accepted)
    {
        var reading = await connections.ContactBankAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        return await GoOnAsync(context, reading, fate, memo with { RequestId = null, Step = FlinksStep.None }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Where a contact that goes on in the background stands. The endpoint has to be activated: null where it is not there, or where its session is
    /// over, so that what is stored tells. Flinks: Mid-session reconnect.
    /// </summary>
    private async ValueTask<FlinksAnswerDto?> FollowContactAsync(string requestId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await api.GetAuthorizeAsync(requestId, cancellationToken).ConfigureAwait(false);
            return FlinksCode.RowOf(answer) is "SESSION_EXPIRED" or "SESSION_NONEXISTENT" or "METHOD_NOT_AVAILABLE" or "INVALID_REQUEST" or "ACCESS_DENIED"
                or FlinksStatusMap.KeyRefused or FlinksStatusMap.Unexplained
                ? null
                : answer;
        }
        catch (ProviderException exception) when (!exception.IsTransient)
        {
            return null;
        }
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
        if (IsSessionOver(reading))
        {
            // The bank has not seen the answers. The user is here, so it is asked for new questions.
            return await ContactBankAsync(context, memo, cancellationToken, ReplyFate.NotSent).ConfigureAwait(false);
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
        var goesOn = answer.AsksQuestions || fate == ReplyFate.NotSent
            || status.State is ConnectionState.Active or ConnectionState.Connecting or ConnectionState.Unknown;
        memo = goesOn ? memo with { SeenAt = fate == ReplyFate.NotSent ? memo.SeenAt : context.Now } : memo with { RequestId = null };
        return await GoOnAsync(context, reading, fate, memo, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The user came back from the widget, or it told something. Flinks: Events.</summary>
    private async ValueTask<ReconnectMove> ReturnAsync(
        ReconnectContext context, FlinksReturn returned, FlinksMemo memo, CancellationToken cancellationToken)
    {
        if (returned.Kind == FlinksReturnKind.Progress && context.Observed is { } observed)
        {
            var seen = returned.RequestId is { } id ? memo with { RequestId = id, SeenAt = context.Now } : memo;
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
            return await AnotherAsync(context, loginId, memo, cancellationToken).ConfigureAwait(false);
        }

        if (returned.Kind == FlinksReturnKind.Failed)
        {
            return await FailedAsync(context, returned.Code!, memo, cancellationToken).ConfigureAwait(false);
        }

        // The session the widget used first, then what is stored: the documentation names both ways. Flinks: Reconnect.
        foreach (var requestId in new[] { memo.HasLiveSession(context.Now) ? memo.RequestId : null, returned.RequestId }.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (requestId is not null
                && await TryCollectAsync(context, requestId, isOurs: requestId == memo.RequestId, memo, cancellationToken).ConfigureAwait(false) is { } move)
            {
                return move;
            }
        }

        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        return reading.Connection.Status.State == ConnectionState.Active && !IsRepaired(reading, memo)
            ? Widget(context, reading.Connection, memo, ReplyFate.Accepted) with { Note = "nothing has been refreshed yet" }
            : await GoOnAsync(context, reading, ReplyFate.Accepted, memo, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The widget says that something went wrong, or that the user left. What is stored decides whether the connection works all the same.</summary>
    private async ValueTask<ReconnectMove> FailedAsync(ReconnectContext context, string code, FlinksMemo memo, CancellationToken cancellationToken)
    {
        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        if (IsRepaired(reading, memo))
        {
            return await GoOnAsync(context, reading, ReplyFate.Accepted, memo, cancellationToken).ConfigureAwait(false);
        }

        var row = statuses.Find(code, out _);
        if (row.Reason == StatusReason.UserAbandoned)
        {
            return new ReconnectMove
            {
                Connection = Resumable(reading.Connection, memo, context.Now),
                Verdict = ReconnectVerdict.Abandoned,
                Action = reading.Connection.Status.Action,
                Fate = ReplyFate.Accepted,
                Memo = memo.ToString(),
                Note = $"the widget reported {row.Code}",
            };
        }

        if (row.State == ConnectionState.ReconnectRequired && row.Reason == StatusReason.SessionExpired)
        {
            // The session the widget was opened for is over; the user is here, so a new one is begun.
            return MayContactBank(reading)
                ? await ContactBankAsync(context, memo, cancellationToken).ConfigureAwait(false)
                : Widget(context, reading.Connection, memo with { RequestId = null }, ReplyFate.NotSent);
        }

        var refused = row.Reason == StatusReason.CredentialsInvalid || row.Reason == StatusReason.MfaRejected;
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
    private async ValueTask<ReconnectMove> AnotherAsync(ReconnectContext context, string loginId, FlinksMemo memo, CancellationToken cancellationToken)
    {
        var other = new ConnectionRef(context.Connection.Provider, loginId, context.Connection.UserId);
        var reading = await connections.ReadAsync(other, cancellationToken).ConfigureAwait(false);
        if (reading.Connection.Status.State == ConnectionState.Active)
        {
            return Repaired(reading.Connection, null, ReplyFate.Accepted) with { Note = "another LoginId came back" };
        }

        var own = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        return new ReconnectMove
        {
            Connection = own.Connection,
            Verdict = ReconnectVerdict.WrongAccount,
            Action = new RequiredAction.StartOver { Actor = Actor.EndUser },
            Fate = ReplyFate.Accepted,
            Memo = memo.ToString(),
            Note = "another LoginId came back, and it does not work",
        };
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
            return await AnotherAsync(context, id, memo, cancellationToken).ConfigureAwait(false);
        }

        memo = memo with { RequestId = reading.Answer.RequestId ?? memo.RequestId, SeenAt = context.Now };
        if (memo.RequestId is null)
        {
            return Repaired(reading.Connection, null, fate);
        }

        try
        {
            var data = await connections.AskForAccountsAsync(memo.RequestId, cancellationToken).ConfigureAwait(false);
            return Collected(context, reading.Connection, data, fate, memo);
        }
        catch (ProviderException)
        {
            // Authorize has confirmed the repair: that the accounts cannot be had now does not undo it.
            return Repaired(reading.Connection, null, fate);
        }
    }

    /// <summary>Asks a session for its accounts, which only an authorised one has; null when it is none, or may be somebody else's.</summary>
    private async ValueTask<ReconnectMove?> TryCollectAsync(
        ReconnectContext context, string requestId, bool isOurs, FlinksMemo memo, CancellationToken cancellationToken)
    {
        var data = await connections.AskForAccountsAsync(requestId, cancellationToken).ConfigureAwait(false);
        var answer = data.Answer;
        var isProven = answer.Login?.Id is not null && FlinksConnections.IsAbout(context.Connection, answer);
        if (!isProven && !(isOurs && answer.Login?.Id is null))
        {
            return null;
        }

        if (FlinksConnections.AccountsOf(answer) is null && !FlinksConnections.IsPending(answer))
        {
            return null;
        }

        memo = memo with { RequestId = requestId, SeenAt = context.Now };
        var connection = FlinksConnections.IsPending(answer) ? context.Observed! : connections.Reading(answer, context.Connection).Connection;
        return Collected(context, connection, data, ReplyFate.Accepted, memo);
    }

    /// <summary>What an answer with accounts, or the promise of them, means for a repair that Authorize has confirmed.</summary>
    private static ReconnectMove Collected(ReconnectContext context, Connection connection, FlinksData data, ReplyFate fate, FlinksMemo memo)
    {
        if (FlinksConnections.IsPending(data.Answer))
        {
            return Waiting(context, connection, memo with { Step = data.IsSummary ? FlinksStep.Summarizing : FlinksStep.Collecting }, fate, data.Answer);
        }

        // Flinks leaves out accounts that were not selected before: where one of those is missing, the engine looks at all of them.
        var accounts = FlinksConnections.AccountsOf(data.Answer);
        var hasAll = accounts is not null && context.KnownAccountIds.All(known => accounts.Any(account => string.Equals(account.Id, known, StringComparison.Ordinal)));
        return Repaired(connection, hasAll ? accounts : null, fate);
    }

    /// <summary>What a state means for the repair. Sends nothing.</summary>
    private ReconnectMove Describe(ReconnectContext context, FlinksReading reading, ReplyFate fate, FlinksMemo memo)
    {
        memo = memo with { InstitutionId = reading.Connection.InstitutionId ?? memo.InstitutionId };
        var answer = reading.Answer;
        var move = ReconnectMove.From(reading.Connection) with { Fate = fate, Memo = memo.ToString() };
        var open = answer.RequestId ?? (memo.HasLiveSession(context.Now) ? memo.RequestId : null);
        return reading switch
        {
            _ when FlinksConnections.IsPending(answer) =>
                Waiting(context, reading.Connection, memo with { RequestId = open, SeenAt = context.Now, Step = open is null ? FlinksStep.None : FlinksStep.Authorizing }, fate, answer),
            { Answer.AsksQuestions: true } when open is not null =>
                Challenge(context, reading, memo with { RequestId = open, SeenAt = context.Now, Step = FlinksStep.None }, fate),
            { Key: FlinksStatusMap.Challenged } when open is not null =>
                Widget(context, reading.Connection, memo with { RequestId = open, SeenAt = context.Now, Step = FlinksStep.None }, fate),
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

    /// <summary>Works now, and either did not when the repair began or has been refreshed since.</summary>
    private static bool IsRepaired(FlinksReading reading, FlinksMemo memo) =>
        reading.Connection.Status.State == ConnectionState.Active && (memo.LastRefresh is null || (reading.Connection.LastSyncedAt is { } at && at != memo.LastRefresh));

    private static bool IsSessionOver(FlinksReading reading) => reading.Key is "SESSION_EXPIRED" or "SESSION_NONEXISTENT";

    private static bool MayContactBank(FlinksReading reading) => reading.Connection.Status switch
    {
        { Reason: var reason } when reason == StatusReason.CredentialsInvalid || reason == StatusReason.AccountLocked || reason == StatusReason.RateLimited => false,
        { State: ConnectionState.ReconnectRequired or ConnectionState.Degraded } => true,
        _ => false,
    };
}
