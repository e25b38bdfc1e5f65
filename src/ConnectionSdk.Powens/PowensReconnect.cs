using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens;

/// <summary>
/// Repairs a connection step by step. After every step the connection works again or is in another state that is handled the same way, so each
/// step reads the state and goes on from there. Powens: SCA and connection states.
/// </summary>
internal sealed class PowensReconnect(
    PowensApi api,
    PowensUsers users,
    PowensConnections connections,
    PowensWebview webview,
    PowensSubmission submission,
    StatusReader statuses,
    PowensOptions options) : IReconnectStrategy
{
    /// <summary>No step of Powens' needs more calls than this before the user is asked again.</summary>
    private const int MaxSteps = 4;

    private static readonly PollPace Pace = new(PowensMapper.FirstLook, 1.5, TimeSpan.FromSeconds(10));
    private static readonly TimeSpan BankLinkLasts = TimeSpan.FromMinutes(20);

    private bool IsCustom => options.ReconnectMode == PowensReconnectMode.Custom;

    public async ValueTask<ReconnectMove> BeginAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        webview.Redirect(context.Options.RedirectUri);
        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        if (context.Options.RenewConsent && reading is { Wire: { } wire, Connection.Status.State: ConnectionState.Active })
        {
            return PowensSources.KnowsConsent(wire)
                ? await RenewAsync(context, reading, wire, cancellationToken).ConfigureAwait(false)
                : Describe(context, reading, ReplyFate.None, PowensMemo.None) with { Note = "no source of this connection has a consent to renew" };
        }

        return await GoOnAsync(context, reading, ReplyFate.None, PowensMemo.None, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ReconnectMove> ReplyAsync(ReconnectContext context, UserReply reply, CancellationToken cancellationToken)
    {
        var memo = PowensMemo.Parse(context.Memo);
        if (context.Action is not RequiredAction.ApproveElsewhere)
        {
            // Another step lies behind: an approval that was asked for earlier says nothing about this one.
            memo = memo with { Resumed = false };
        }

        if (reply is UserReply.ActionDone && context.Action is RequiredAction.VisitInstitution)
        {
            var synchronised = await connections.SynchroniseAsync(context.Connection, userPresent: true, isRepair: true, cancellationToken).ConfigureAwait(false);
            return await GoOnAsync(context, synchronised, ReplyFate.Accepted, memo, cancellationToken).ConfigureAwait(false);
        }

        if (reply is UserReply.FieldValues values)
        {
            return await SubmitAsync(context, values, memo, cancellationToken).ConfigureAwait(false);
        }

        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        return reply switch
        {
            UserReply.RedirectReturned returned => await ReturnAsync(context, reading, returned, memo, cancellationToken).ConfigureAwait(false),

            // The user's word on an approval passes nothing on; it may have the bank asked whose request got lost.
            _ when context.Action is RequiredAction.ApproveElsewhere =>
                await GoOnAsync(context, reading, ReplyFate.None, memo with { MayResumeAgain = true }, cancellationToken).ConfigureAwait(false),
            _ => await GoOnAsync(context, reading, ReplyFate.Accepted, memo with { MayResumeAgain = true }, cancellationToken).ConfigureAwait(false),
        };
    }

    public async ValueTask<ReconnectMove> ObserveAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        var memo = PowensMemo.Parse(context.Memo);
        var fate = memo.Typed is not { } asked || reading.Wire is not { } now ? ReplyFate.None
            : PowensSources.Works(now, memo.TypedFor) ? ReplyFate.Accepted
            : PowensFields.IsRefusal(asked, now) ? ReplyFate.Rejected
            : ReplyFate.None;
        var refused = fate == ReplyFate.Rejected;
        var move = Describe(context, reading, fate, memo);
        return IsCustom && (refused || context.Action is RequiredAction.ProvideFields) && PowensCode.Is(reading.Wire?.Code, "SCARequired")
            ? move with { Verdict = ReconnectVerdict.Abandoned, Note = "the bank no longer waits for the code: it lapsed or was refused" }
            : move;
    }

    public async ValueTask<RequiredAction> IssueLaunchAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        var memo = PowensMemo.Parse(context.Memo);
        var redirect = webview.RequireRedirect(context.Options.RedirectUri);
        var user = users.CredentialOf(context.Connection);
        if (memo.Page == PowensPage.Bank && await TryBankPageAsync(context, user, memo.Source, redirect, cancellationToken).ConfigureAwait(false) is { } page)
        {
            return page;
        }

        var (url, expiresAt) = await webview.ReconnectAsync(
            user,
            context.Connection.ConnectionId,
            redirect,
            context.State.Value,
            memo.Page == PowensPage.WebviewForNewPassword,
            memo.Source,
            context.Options.Language,
            cancellationToken).ConfigureAwait(false);
        return new RequiredAction.FollowRedirect { Actor = Actor.EndUser, Url = url, ExpiresAt = expiresAt };
    }

    /// <summary>The bank's own page; null when Powens has nothing left to authorise while its state, which may lag behind, still asks for it.</summary>
    private async ValueTask<RequiredAction?> TryBankPageAsync(
        ReconnectContext context, CallCredential user, string? source, string redirect, CancellationToken cancellationToken)
    {
        try
        {
            var link = await api.GetWebauthUrlAsync(user, context.Connection.ConnectionId, source, redirect, context.State.Value, cancellationToken)
                .ConfigureAwait(false);
            return new RequiredAction.FollowRedirect { Actor = Actor.EndUser, Url = BankPage(context.Connection, link), ExpiresAt = context.Now + BankLinkLasts };
        }
        catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.Conflict)
        {
            // The next look reads what came of it. Powens: Connections, /webauth-url.
            var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
            return PowensCode.Is(reading.Wire?.Code, "webauthRequired")
                ? null
                : new RequiredAction.Wait { Actor = Actor.Provider, PollEvery = PowensMapper.FirstLook };
        }
    }

    /// <summary>Asks for the renewal of a consent that still holds. What it takes shows as a state; without one the consent has to end later than it did.</summary>
    private async ValueTask<ReconnectMove> RenewAsync(
        ReconnectContext context, PowensReading reading, PowensConnectionDto wire, CancellationToken cancellationToken)
    {
        ProviderErrorKind? refusal = null;
        PowensReading renewed;
        try
        {
            renewed = await connections.UpdateAsync(
                context.Connection,
                user => api.RenewConsentAsync(user, wire.Id!, wire.Sources is { Length: > 1 } ? PowensSources.WithConsent : null, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (IsStepAnswer(exception))
        {
            refusal = exception.Kind;
            renewed = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        }

        if (refusal is null && IsStillToEnd(reading, renewed))
        {
            // The answer may come without the sources, or from before the renewal.
            renewed = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        }

        return IsStillToEnd(reading, renewed) || (refusal is not null && renewed.Connection.Status.State == ConnectionState.Active)
            ? Describe(context, renewed, ReplyFate.None, PowensMemo.None) with
            {
                Verdict = ReconnectVerdict.WaitingForProvider,
                Action = new RequiredAction.Wait { Actor = Actor.Provider },
                Note = refusal is null ? "the consent was not renewed: it ends when it did" : $"the consent was not renewed: {refusal}",
            }
            : await GoOnAsync(context, renewed, ReplyFate.Accepted, PowensMemo.None, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsStillToEnd(PowensReading before, PowensReading after) =>
        after.Connection.Status.State == ConnectionState.Active
        && EndOfConsent(before) is { } end
        && !(EndOfConsent(after) > end);

    private static DateTimeOffset? EndOfConsent(PowensReading reading) => PowensSources.ConsentEnds(reading.Wire) ?? reading.Connection.ConsentExpiresAt;

    /// <summary>Takes the steps that need nothing more from the user, until the state asks for something or the connection works.</summary>
    private async ValueTask<ReconnectMove> GoOnAsync(
        ReconnectContext context, PowensReading reading, ReplyFate fate, PowensMemo memo, CancellationToken cancellationToken)
    {
        var forced = false;
        string? asked = null;
        for (var step = 0; IsCustom && step < MaxSteps; step++)
        {
            var code = reading.Wire?.Code;
            if (PowensCode.Is(code, "SCARequired") && !memo.Resumed && !forced)
            {
                forced = true;
                reading = await TakeAsync(context, reading, Force, cancellationToken).ConfigureAwait(false);
            }
            else if (PowensCode.Is(code, "decoupled") && (!memo.Resumed || memo.MayResumeAgain))
            {
                asked = (reading.Connection.Status.Action as RequiredAction.ApproveElsewhere)?.Message;
                // A bank that goes on to an approval has taken what was typed.
                memo = memo with { Resumed = true, MayResumeAgain = false, Typed = null };
                reading = await TakeAsync(context, reading, Resume, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                break;
            }

            fate = fate == ReplyFate.None ? ReplyFate.Accepted : fate;
        }

        if (forced && memo.Typed is not null && reading.Wire is { } tried && PowensCode.Is(tried.Code, "wrongpass") && !PowensSources.Works(tried, memo.TypedFor))
        {
            // Powens kept what was typed and has tried it only now.
            fate = ReplyFate.Rejected;
        }

        // Once it validates, Powens no longer repeats what the bank asks of the user.
        var move = Describe(context, reading, fate, memo);
        return asked is not null && move.Action is RequiredAction.ApproveElsewhere { Message: null } approval
            ? move with { Action = approval with { Message = asked } }
            : move;

        Task<PowensConnectionDto> Force(CallCredential user, PowensConnectionDto dto, CancellationToken token) =>
            api.ForceAsync(user, dto.Id!, PowensSources.ToActOn(dto), token);

        Task<PowensConnectionDto> Resume(CallCredential user, PowensConnectionDto dto, CancellationToken token) =>
            api.ResumeAsync(user, dto.Id!, PowensSources.ToActOn(dto), token);
    }

    /// <summary>Passes values on once, if they are still asked for.</summary>
    private async ValueTask<ReconnectMove> SubmitAsync(
        ReconnectContext context, UserReply.FieldValues reply, PowensMemo memo, CancellationToken cancellationToken)
    {
        var reading = await submission.ReadFirstAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        if (reading.Wire is not { } asked || !PowensFields.AreAsked(asked, options) || !PowensFields.Fits(asked, reply.Values))
        {
            // Nobody asks for them any more. Sent now, they would count at the bank as an attempt out of turn, or as an empty update.
            return await GoOnAfterReplyAsync(context, reading, ReplyFate.NotSent, memo, cancellationToken).ConfigureAwait(false);
        }

        var (after, fate) = await submission.SendAsync(context.Connection, asked, reply, cancellationToken).ConfigureAwait(false);
        if (fate is ReplyFate.NotSent or ReplyFate.Unknown || (fate == ReplyFate.Rejected && memo.Rejected))
        {
            return Describe(context, after, fate, memo);
        }

        memo = fate == ReplyFate.Rejected ? memo with { Rejected = true } : memo with { Typed = PowensFields.Question(asked), TypedFor = PowensSources.ToActOn(asked) };
        return await GoOnAfterReplyAsync(context, after, fate, memo, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on after a reply whose fate is known: what fails now must not put another in its place.</summary>
    private async ValueTask<ReconnectMove> GoOnAfterReplyAsync(
        ReconnectContext context, PowensReading reading, ReplyFate fate, PowensMemo memo, CancellationToken cancellationToken)
    {
        try
        {
            return await GoOnAsync(context, reading, fate, memo, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception)
        {
            return Describe(context, reading, fate, memo) with { Note = $"the next step failed: {exception.Kind}" };
        }
    }

    /// <summary>The user came back from a page. What the address says is a hint; the connection decides. Powens: Webview.</summary>
    private async ValueTask<ReconnectMove> ReturnAsync(
        ReconnectContext context, PowensReading reading, UserReply.RedirectReturned returned, PowensMemo memo, CancellationToken cancellationToken)
    {
        var error = PowensCode.Of(CallbackState.QueryValue(returned.Uri, "error"));
        if (error is null || reading.Connection.Status.State == ConnectionState.Active)
        {
            return await GoOnAsync(context, reading, ReplyFate.Accepted, memo, cancellationToken).ConfigureAwait(false);
        }

        var described = Describe(context, reading, PowensCode.Is(error, "wrongpass") ? ReplyFate.Rejected : ReplyFate.Accepted, memo);
        var reason = statuses.Find(error, out var recognised).Reason;
        var note = recognised ? $"the page reported {error}" : "the page reported an error this version does not know";
        return reason == StatusReason.UserAbandoned
            ? described with { Verdict = ReconnectVerdict.Abandoned, Note = note }
            : described with { Note = note };
    }

    /// <summary>
    /// A step without input of the user. Refusals that are themselves a state, or say that another step is under way, are answers: the
    /// connection is read. So is a refused password, which here is the stored one.
    /// </summary>
    private async Task<PowensReading> TakeAsync(
        ReconnectContext context,
        PowensReading reading,
        Func<CallCredential, PowensConnectionDto, CancellationToken, Task<PowensConnectionDto>> send,
        CancellationToken cancellationToken)
    {
        try
        {
            return await connections.UpdateAsync(context.Connection, user => send(user, reading.Wire!, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ProviderException exception) when (IsStepAnswer(exception))
        {
            return await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsStepAnswer(ProviderException exception) =>
        PowensConnections.IsAnswer(exception) || exception.Kind == ProviderErrorKind.ChallengeRejected;

    /// <summary>What a state means for the repair. Sends nothing.</summary>
    private ReconnectMove Describe(ReconnectContext context, PowensReading reading, ReplyFate fate, PowensMemo memo)
    {
        var status = reading.Connection.Status;
        var pace = Pace.After(context.LooksSinceReply);
        var code = reading.Wire?.Code;
        memo = memo with { MayResumeAgain = false, Typed = PowensCode.Is(code, "validating") ? memo.Typed : null };
        var move = ReconnectMove.From(reading.Connection, pace) with { Fate = fate, Memo = memo.ToString() };
        if (status is { State: ConnectionState.Degraded, RecoversByItself: false })
        {
            return move with { Verdict = ReconnectVerdict.NotRepairable };
        }

        if (move.Verdict != ReconnectVerdict.Continue)
        {
            return move;
        }

        if (IsCustom && memo.Resumed && PowensCode.Is(code, "SCARequired"))
        {
            // Back where it began after the bank was asked for the approval: nobody may be asked a second time without wanting it.
            return move with { Verdict = ReconnectVerdict.Abandoned, Note = "the approval was refused in the bank's app, or nobody gave it in time" };
        }

        return status.Action switch
        {
            RequiredAction.Wait wait when !memo.Resumed || !IsCustom => move with { Action = wait with { PollEvery = pace } },
            RequiredAction.Wait => move with { Action = Approval(context, context.Action, pace) },
            RequiredAction.ApproveElsewhere approve when IsCustom => move with { Action = Approval(context, approve, pace) },
            RequiredAction.ProvideFields { Fields.Count: > 0 } when IsCustom => move with { LookAgainAfter = null },
            RequiredAction.VisitInstitution => move with { LookAgainAfter = null },
            _ => Redirect(context, reading, move, memo),
        };
    }

    /// <summary>A page for the user: the bank's own where that is all it takes, else the webview.</summary>
    private ReconnectMove Redirect(ReconnectContext context, PowensReading reading, ReconnectMove move, PowensMemo memo)
    {
        if (webview.Redirect(context.Options.RedirectUri) is null)
        {
            return IsCustom && PowensCode.Is(reading.Wire?.Code, "SCARequired")
                ? move with { Verdict = ReconnectVerdict.Abandoned, Note = "the bank wants to be asked again: start another repair with the user present" }
                : move with
                {
                    Verdict = ReconnectVerdict.NotRepairable,
                    Action = new RequiredAction.ContactSupport { Actor = Actor.Integrator },
                    Note = "this state needs a page of the bank or of Powens, and no redirect address is configured",
                };
        }

        var code = reading.Wire?.Code;
        var page = IsCustom && PowensCode.Is(code, "webauthRequired") ? PowensPage.Bank
            : PowensCode.Is(code, "passwordExpired") ? PowensPage.WebviewForNewPassword
            : PowensPage.Webview;
        return move with
        {
            Action = new RequiredAction.FollowRedirect { Actor = Actor.EndUser },
            LookAgainAfter = null,
            Memo = (memo with { Page = page, Source = reading.Wire is { } wire ? PowensSources.ToActOn(wire) : null }).ToString(),
        };
    }

    private RequiredAction.ApproveElsewhere Approval(ReconnectContext context, RequiredAction asked, TimeSpan pace) => new()
    {
        Actor = Actor.EndUser,
        Message = (asked as RequiredAction.ApproveElsewhere)?.Message,
        PollEvery = pace,
        ExpiresAt = asked.ExpiresAt ?? context.Now + options.ApprovalTimeout,
    };

    private Uri BankPage(ConnectionRef connection, PowensWebauthUrlDto link) =>
        Uri.TryCreate(link.Url?.Reveal(), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.IsLoopback && options.Http.AllowInsecureLoopback))
            ? url
            : throw new ProviderException(
                ProviderErrorKind.Protocol, connection.Provider.Name, "GetWebauthUrl", $"{connection.Provider.Name}: the bank's page has no https address.")
            { Tenant = connection.Provider.Tenant };
}
