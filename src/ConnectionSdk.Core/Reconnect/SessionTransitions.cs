using System.Security.Cryptography;
using ConnectionSdk.Diagnostics;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk;

/// <summary>
/// What every event means for a session: pure but for the clock and the log. Versions are the engine's business.
/// </summary>
internal sealed class SessionTransitions(ReconnectFlowOptions options, TimeProvider time, ILogger logger)
{
    private const int MaxJournal = 100;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(3);
    private static readonly PollPace AfterFailures = new(FirstRetry, 2, FirstRetry * 16);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    public ReconnectSession Begin(ConnectionRef connection, ReconnectOptions request, ReconnectSession? latest)
    {
        var now = time.GetUtcNow();
        var stillCounts = latest is { Outcome: not ReconnectOutcome.Reconnected, Memory.LastRejectedAt: { } at } && now < at + options.RejectionWindow;
        var session = new ReconnectSession
        {
            Id = ReconnectSessionId.Create(),
            Connection = connection,
            Phase = ReconnectPhase.Starting,
            Action = new RequiredAction.Wait { Actor = Actor.Provider },
            StartedAt = now,
            ExpiresAt = now + request.Lifetime,
            PollAt = now + FirstRetry,
            Version = 1,
            RejectedReplies = stillCounts ? latest!.RejectedReplies : 0,
            Journal = [new JournalEntry(now, "started")],
            Memory = new SessionMemory
            {
                Intent = new OpenIntent(NewIntentId(), OpenIntent.Begin, now + options.ReplyLease),
                Salt = Hex.Random(16),
                RedirectUri = request.RedirectUri,
                Language = request.Language,
                Continuity = request.Continuity,
                RenewConsent = request.RenewConsent,
                Memo = request.ResumeToken ?? LeftBy(latest),
                LastRejectedAt = stillCounts ? latest!.Memory.LastRejectedAt : null,
            },
        };
        return session.RejectedReplies >= options.MaxRejectedReplies ? StopLoop(session) : session;
    }

    public static ReconnectSession Remember(ReconnectSession session, IReadOnlyList<Account>? accounts) => session with
    {
        Memory = session.Memory with { AccountsBefore = accounts is null ? null : AccountContinuity.Mark(accounts, session.Memory.Salt) },
    };

    public ReconnectContext Context(ReconnectSession session) => new()
    {
        Connection = session.Connection,
        SessionId = session.Id,
        Options = new ReconnectOptions
        {
            RedirectUri = session.Memory.RedirectUri,
            Language = session.Memory.Language,
            Continuity = session.Memory.Continuity,
            RenewConsent = session.Memory.RenewConsent,
        },
        Action = session.Action,
        Memo = session.Memory.Memo,
        State = CallbackState.Create(session.Id.Value),
        Observed = session.Observed,
        LooksSinceReply = session.Memory.LooksSinceReply,
        KnownAccountIds = session.Memory.AccountsBefore?.ConvertAll(account => account.Id) ?? [],
        KnownAccounts = session.Memory.AccountsBefore?.ConvertAll(static mark => mark.ToAccount()) ?? [],
        Now = time.GetUtcNow(),
    };

    /// <summary>Whether the challenge ends so soon that the user's attempt would be wasted on it.</summary>
    public bool LapsesTooSoon(ReconnectSession session) =>
        session.Action is RequiredAction.ProvideFields { ExpiresAt: { } expiresAt } && time.GetUtcNow() >= expiresAt - options.ExpirySafety;

    public ReconnectSession Intend(ReconnectSession session, string step)
    {
        var now = time.GetUtcNow();
        return Note(session, now, "replied", step) with
        {
            Phase = ReconnectPhase.Submitting,
            PollAt = NextLook(session, now, FirstRetry),
            LastReply = ReplyFate.None,
            Memory = session.Memory with
            {
                Intent = new OpenIntent(NewIntentId(), step, now + options.ReplyLease),
                LooksSinceReply = 0,
                Replies = session.Memory.Replies + 1,
                States = string.Equals(step, nameof(UserReply.RedirectReturned), StringComparison.Ordinal) ? [] : session.Memory.States,
            },
        };
    }

    /// <summary>
    /// What a failed step says about the reply. Only a clean refusal proves that it was not taken; a failed read beside it leaves that open.
    /// A first step that failed is simply started anew, unless it may have sent something.
    /// </summary>
    public static ReplyFate FateAfter(ProviderException exception, bool isReply) => exception.Kind switch
    {
        ProviderErrorKind.ChallengeRejected => ReplyFate.Rejected,
        ProviderErrorKind.OutcomeUnknown => ReplyFate.Unknown,
        ProviderErrorKind.Unknown or ProviderErrorKind.Timeout or ProviderErrorKind.Network or ProviderErrorKind.Unavailable
            or ProviderErrorKind.Protocol or ProviderErrorKind.TooLarge when isReply && exception.MayHaveBeenSent => ReplyFate.Unknown,
        _ => ReplyFate.NotSent,
    };

    /// <summary>What was learnt of a reply, kept before the connection is read: a refusal counts even when this process dies now.</summary>
    public ReconnectSession Answered(ReconnectSession intended, ReplyFate fate, string? code)
    {
        var now = time.GetUtcNow();
        var next = Note(intended, now, fate == ReplyFate.Rejected ? "rejected" : "answerLost", code: code) with
        {
            Phase = ReconnectPhase.Observing,
            PollAt = now,
            LastReply = FateOfReply(intended, fate),
            Memory = intended.Memory with { Intent = intended.Memory.Intent! with { LeaseUntil = now, Fate = fate } },
        };
        next = fate == ReplyFate.Rejected ? CountRefusal(next, now) : next;
        return next.RejectedReplies >= options.MaxRejectedReplies ? StopLoop(next) : next;
    }

    /// <summary>While the owner of an intent may still be at it, others look at the store now and then; nothing of this is stored.</summary>
    public ReconnectSession AwaitOwner(ReconnectSession session)
    {
        var now = time.GetUtcNow();
        var leaseUntil = session.Memory.Intent!.LeaseUntil;
        return session.PollAt > now ? session : session with { PollAt = now + FirstRetry < leaseUntil ? now + FirstRetry : leaseUntil };
    }

    public ReconnectSession EndLease(ReconnectSession intended) => intended with
    {
        Phase = ReconnectPhase.Observing,
        PollAt = time.GetUtcNow(),
        Memory = intended.Memory with { Intent = intended.Memory.Intent! with { LeaseUntil = time.GetUtcNow() } },
    };

    /// <summary>The reply certainly was not taken: back to where the session was, the failure noted.</summary>
    public ReconnectSession Restore(ReconnectSession intended, ReconnectSession before, ProviderException exception) =>
        Note(before, time.GetUtcNow(), "notTaken", exception.Kind.ToString(), code: exception.ProviderCode) with
        {
            LastReply = ReplyFate.NotSent,
        };

    public ReconnectSession FailedToBegin(ReconnectSession session, ProviderException exception) => End(
        session,
        exception.IsTransient ? ReconnectOutcome.WaitingForProvider : ReconnectOutcome.NotRepairable,
        $"could not begin: {exception.Kind}",
        exception.IsTransient ? new RequiredAction.Wait { Actor = Actor.Provider } : new RequiredAction.ContactSupport { Actor = Actor.Integrator, Reference = exception.RequestId });

    public ReconnectSession LookFailed(ReconnectSession session, ProviderException exception)
    {
        var now = time.GetUtcNow();
        var failed = session.Memory.FailedLooks + 1;
        var delay = AfterFailures.After(failed - 1);
        return Note(session, now, "lookFailed", exception.Kind.ToString()) with
        {
            Phase = session.Memory.Intent is null ? session.Phase : ReconnectPhase.Observing,
            PollAt = NextLook(session, now, exception.RetryAfter > delay ? exception.RetryAfter.Value : delay),
            Memory = session.Memory with { FailedLooks = failed },
        };
    }

    public ReconnectSession Apply(ReconnectSession session, ReconnectMove move, bool isFirst, ContinuityReport? continuity)
    {
        var now = time.GetUtcNow();
        var typed = FateOfTyped(session, move);
        var next = session with
        {
            Observed = move.Connection,
            LastReply = FateOfReply(session, move.Fate),
            Continuity = continuity,
            Memory = session.Memory with
            {
                Intent = null,
                Memo = move.Memo,

                // The first step of a repair may read what a data call must not fetch any more: the accounts that are to come back.
                AccountsBefore = isFirst && session.Memory.AccountsBefore is null && move is { Verdict: ReconnectVerdict.Continue, Accounts: { } before }
                    ? AccountContinuity.Mark(before, session.Memory.Salt)
                    : session.Memory.AccountsBefore,
                FailedLooks = 0,
                LooksSinceReply = session.Memory.LooksSinceReply + 1,
                Undecided = typed is ReplyFate.Accepted or ReplyFate.Unknown && move is { Verdict: ReconnectVerdict.Continue, Action: RequiredAction.Wait }
                    ? typed
                    : ReplyFate.None,
                News = session.Memory.News + (session.Memory.Intent is { Step: not OpenIntent.Begin } && move.Fate == ReplyFate.None ? 1 : 0),
            },
        };
        next = IsRefusal(move, typed, session.Memory.Undecided) ? CountRefusal(next, now) : next;
        next = Note(next, now, move.Fate == ReplyFate.Rejected ? "rejected" : "observed", move.Note, move.Connection.Status.State, move.Connection.Status.Provider.Code);
        return move.Verdict switch
        {
            ReconnectVerdict.Repaired when isFirst && move.Fate == ReplyFate.None => End(next, ReconnectOutcome.NotNeeded, null, move.Action),
            ReconnectVerdict.Repaired when continuity is { IsWrongAccount: true } && session.Memory.Continuity == ContinuityPolicy.Strict =>
                End(next, ReconnectOutcome.WrongAccount, null, new RequiredAction.StartOver { Actor = Actor.EndUser }),
            ReconnectVerdict.Repaired when move.Connection.Ref != session.Connection && !IsProven(continuity) =>
                End(next, ReconnectOutcome.WrongAccount, "another connection came back", new RequiredAction.StartOver { Actor = Actor.EndUser }),
            ReconnectVerdict.Repaired => End(next, ReconnectOutcome.Reconnected, null, move.Action),
            ReconnectVerdict.WaitingForProvider => End(next, ReconnectOutcome.WaitingForProvider, null, move.Action),
            ReconnectVerdict.NotRepairable => End(next, ReconnectOutcome.NotRepairable, null, move.Action),
            ReconnectVerdict.WrongAccount => End(next, ReconnectOutcome.WrongAccount, null, move.Action),
            ReconnectVerdict.Abandoned => End(next, ReconnectOutcome.Abandoned, null, move.Action),
            _ when next.RejectedReplies >= options.MaxRejectedReplies => StopLoop(next),
            _ when next.Memory.Replies - next.Memory.News >= options.MaxReplies => End(
                next, ReconnectOutcome.NotRepairable, "went round in circles", new RequiredAction.ContactSupport { Actor = Actor.Integrator }),
            _ => GoOn(next, session.Action, move, now),
        };
    }

    public ReconnectSession Launched(ReconnectSession session, RequiredAction action, CallbackState state)
    {
        var now = time.GetUtcNow();
        var until = now + CallbackState.Lasts < session.ExpiresAt ? now + CallbackState.Lasts : session.ExpiresAt;
        return action.Kind == session.Action.Kind
            ? session with
            {
                Action = Capped(action, until),
                Memory = session.Memory with { States = [.. session.Memory.States.TakeLast(4), new IssuedState(state.Hash, until)] },
            }
            : session with
            {
                Action = Capped(action, session.ExpiresAt),
                Phase = ReconnectPhase.Observing,
                PollAt = now + ((action as RequiredAction.Wait)?.PollEvery ?? FirstRetry),
            };
    }

    public ReconnectSession End(ReconnectSession session, ReconnectOutcome outcome, string? note, RequiredAction? action = null)
    {
        var now = time.GetUtcNow();

        // Whoever stops while a code is on its way, or being checked, does not hear what the bank says to it. The bank counts it all the same.
        var isUndecided = session.Memory is { Intent.Step: nameof(UserReply.FieldValues) } or { Undecided: not ReplyFate.None };
        var counted = isUndecided ? CountRefusal(session, now) : session;
        return Note(counted, now, "finished", note is null ? outcome.ToString() : $"{outcome}: {note}") with
        {
            Phase = ReconnectPhase.Finished,
            Outcome = outcome,
            Action = (action ?? DefaultAction(outcome)).WithoutLaunch(),
            PollAt = null,
            Memory = counted.Memory with { Intent = null, States = [], Undecided = ReplyFate.None },
        };
    }

    /// <summary>The step at the provider that the last session was left in; one that came to its end leaves none.</summary>
    private static string? LeftBy(ReconnectSession? latest) => latest switch
    {
        not { Outcome: ReconnectOutcome.Abandoned or ReconnectOutcome.Expired or ReconnectOutcome.WaitingForProvider } => null,
        { Observed: { } seen } => seen.ResumeToken,

        // It never came to its first look: what it was to go on with still stands.
        _ => latest.Memory.Memo,
    };

    private static RequiredAction DefaultAction(ReconnectOutcome outcome) => outcome switch
    {
        ReconnectOutcome.Abandoned or ReconnectOutcome.Expired => new RequiredAction.StartOver { Actor = Actor.EndUser },
        _ => new RequiredAction.None(),
    };

    private ReconnectSession GoOn(ReconnectSession next, RequiredAction asked, ReconnectMove move, DateTimeOffset now)
    {
        // A look that only confirms what was asked keeps the question: the link in the user's hands, and its end, which no look may put off.
        var confirms = SameQuestion(asked, move.Action)
            && (move.Fate == ReplyFate.None || (move.Fate == ReplyFate.Unknown && !move.Action.LacksLaunch));
        var action = confirms && move.Action.LacksLaunch ? asked.WithoutLaunch() : Capped(move.Action, next.ExpiresAt);
        if (confirms && asked.ExpiresAt < action.ExpiresAt)
        {
            action = action with { ExpiresAt = asked.ExpiresAt };
        }

        var waits = action is RequiredAction.Wait or RequiredAction.ApproveElsewhere;
        if (confirms && waits && now >= action.ExpiresAt)
        {
            // What was waited for in vain must not hold up the next repair.
            return End(next with { Observed = next.Observed! with { ResumeToken = null } }, ReconnectOutcome.Expired, "nobody approved in time");
        }

        if (action.Kind != asked.Kind)
        {
            ReconnectLog.Asks(logger, next.Connection.Provider.Name, action.Kind, action.Actor);
        }

        return next with
        {
            Phase = waits ? ReconnectPhase.Observing : ReconnectPhase.AwaitingUser,
            Action = action,
            PollAt = move.LookAgainAfter is { } pause ? NextLook(next, now, pause) : null,
            Memory = confirms ? next.Memory : next.Memory with { States = [] },
        };
    }

    /// <summary>Whether another connection holds every account there was: only then may it take the place of the old one.</summary>
    private static bool IsProven(ContinuityReport? continuity) =>
        continuity is { Entries: var entries }
        && entries.Any(entry => entry.BeforeId is not null)
        && entries.All(entry => entry.Change != AccountChange.Missing);

    private static bool SameQuestion(RequiredAction asked, RequiredAction now) => (asked, now) switch
    {
        (RequiredAction.ProvideFields before, RequiredAction.ProvideFields after) =>
            before.Fields.Select(field => field.Name).SequenceEqual(after.Fields.Select(field => field.Name), StringComparer.Ordinal),
        _ => asked.Kind == now.Kind,
    };

    /// <summary>What is known of the values the user typed last, as long as the bank has not judged them; none when there are none.</summary>
    private static ReplyFate FateOfTyped(ReconnectSession session, ReconnectMove move) => session.Memory.Intent switch
    {
        null => session.Memory.Undecided,
        { Step: nameof(UserReply.FieldValues) } => move.Fate,
        _ => ReplyFate.None,
    };

    /// <summary>
    /// Whether the bank refused the reply, or may have: a lost answer to typed values counts too when the bank still asks for them, here or in a widget, or
    /// when the repair ends without success; and so do values that were taken and that the connection, once they were checked, says were wrong.
    /// </summary>
    private static bool IsRefusal(ReconnectMove move, ReplyFate typed, ReplyFate undecided) => move switch
    {
        { Fate: ReplyFate.Rejected } => true,
        { Fate: ReplyFate.Accepted } or { Verdict: ReconnectVerdict.Repaired or ReconnectVerdict.WrongAccount } or { Verdict: ReconnectVerdict.Continue, Action: RequiredAction.Wait } => false,
        _ when undecided == ReplyFate.Accepted => move.Connection.Status.Reason == StatusReason.MfaRejected
            || move.Connection.Status.Reason == StatusReason.CredentialsInvalid,
        { Verdict: ReconnectVerdict.Continue } => typed == ReplyFate.Unknown && move.Action is RequiredAction.ProvideFields or RequiredAction.OpenWidget,
        _ => typed == ReplyFate.Unknown,
    };

    private static ReconnectSession CountRefusal(ReconnectSession session, DateTimeOffset now) =>
        session.Memory.Replies < session.Memory.RefusalsCountedUpTo
            ? session
            : session with
            {
                RejectedReplies = session.RejectedReplies + 1,
                Memory = session.Memory with { LastRejectedAt = now, RefusalsCountedUpTo = session.Memory.Replies + 1 },
            };

    private static ReplyFate FateOfReply(ReconnectSession session, ReplyFate fate) =>
        fate == ReplyFate.None || session.Memory.Intent?.Step == OpenIntent.Begin ? session.LastReply : fate;

    /// <summary>Never without a pause, whatever the provider says, and never beyond the end of the session.</summary>
    private static DateTimeOffset NextLook(ReconnectSession session, DateTimeOffset now, TimeSpan pause)
    {
        var left = session.ExpiresAt - now;
        var wait = pause < ShortestPause ? ShortestPause : pause;
        return now + (wait < left ? wait : left);
    }

    private ReconnectSession StopLoop(ReconnectSession session)
    {
        ReconnectLog.LoopGuard(logger, session.Connection.Provider.Name, session.RejectedReplies);
        var until = (session.Memory.LastRejectedAt ?? time.GetUtcNow()) + options.RejectionWindow;
        return End(
            session,
            ReconnectOutcome.NotRepairable,
            "stopped before the bank locks the login",
            new RequiredAction.Wait { Actor = Actor.EndUser, NotBefore = until });
    }

    /// <summary>No action outlives its session, and no link its state value.</summary>
    private static RequiredAction Capped(RequiredAction action, DateTimeOffset end) =>
        action.ExpiresAt is { } expiresAt && expiresAt <= end ? action : action with { ExpiresAt = end };

    private static ReconnectSession Note(
        ReconnectSession session,
        DateTimeOffset now,
        string @event,
        string? note = null,
        ConnectionState? state = null,
        string? code = null) =>
        session with { Journal = [.. session.Journal.TakeLast(MaxJournal - 1), new JournalEntry(now, @event, state, code, note)] };

    private static string NewIntentId() => Hex.Random(8);
}
