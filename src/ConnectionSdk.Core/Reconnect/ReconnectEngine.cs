using ConnectionSdk.Diagnostics;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk;

/// <summary>
/// Drives sessions: one driver per connection, the intent written before anything is sent, a lost answer turned into a read, loops stopped.
/// What a move means for a session is in <see cref="SessionTransitions"/>.
/// </summary>
internal sealed class ReconnectEngine(
    ConnectionProviders providers,
    IReconnectSessionStore store,
    IRevocationStore revocations,
    ReconnectFlowOptions options,
    TimeProvider time,
    ILogger logger)
{
    private const int MaxRaces = 8;

    private readonly RepairAccounts _accounts = new(revocations, logger);

    private readonly LaunchCache _launches = new(time);

    private readonly SessionRecords _records = new(store, time, logger);

    private readonly SessionTransitions _transitions = new(options, time, logger);

    public ValueTask<ReconnectSession> LoadAsync(ReconnectSessionId id, CancellationToken cancellationToken) => _records.LoadAsync(id, cancellationToken);

    public async Task<ReconnectSession> StartAsync(ConnectionRef connection, ReconnectOptions request, CancellationToken cancellationToken)
    {
        if (request.Lifetime <= TimeSpan.Zero || request.Lifetime > ReconnectOptions.LongestLifetime)
        {
            throw new ConnectionSdkException($"A repair lasts between a moment and {ReconnectOptions.LongestLifetime.TotalHours} hours: check ReconnectOptions.Lifetime.");
        }

        var provider = providers.Get(connection.Provider);
        var current = default(ReconnectSessionId);
        for (var race = 0; race < MaxRaces; race++)
        {
            var latest = await _records.FindLatestAsync(connection, cancellationToken).ConfigureAwait(false);
            if (latest is { IsFinished: false })
            {
                latest = await EndIfExpiredAsync(latest, cancellationToken).ConfigureAwait(false);
                if (!latest.IsFinished)
                {
                    return request.WhenInProgress == WhenInProgress.Refuse
                        ? throw new ReconnectInProgressException(latest.Id)
                        : await JoinAsync(latest, cancellationToken).ConfigureAwait(false);
                }
            }

            var session = _transitions.Begin(connection, request, latest);
            current = latest?.Id ?? session.Id;
            if (await _records.TryAddAsync(session, cancellationToken).ConfigureAwait(false))
            {
                return session.IsFinished
                    ? session
                    : await BeginAsync(provider, session, request, cancellationToken).ConfigureAwait(false);
            }
        }

        throw TooManyRaces(current);
    }

    public async Task<ReconnectSession> ReplyAsync(ReconnectSession session, UserReply reply, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            session = await EndIfExpiredAsync(session, cancellationToken).ConfigureAwait(false);
            if (session.IsFinished)
            {
                return session;
            }

            if (reply is UserReply.Abandoned)
            {
                return await AbandonAsync(session, "the user gave up", cancellationToken).ConfigureAwait(false);
            }

            if (session.Memory.Intent is not null)
            {
                // Somebody is at it, or was and never came back. Either way this reply must not go out as well.
                return await ReconcileAsync(session, cancellationToken).ConfigureAwait(false);
            }

            ReplyCheck.Check(session, reply, time.GetUtcNow());
            if (_transitions.LapsesTooSoon(session))
            {
                return await EndAsync(session, ReconnectOutcome.Expired, "the challenge had lapsed; nothing was sent", cancellationToken).ConfigureAwait(false);
            }

            // Before the intent: a reply that nobody can pass on must not occupy the session.
            var provider = providers.Get(session.Connection.Provider);
            var intended = await SaveAsync(_transitions.Intend(session, ReplyCheck.StepName(reply)), session.Version, cancellationToken).ConfigureAwait(false);
            if (intended is not null)
            {
                return await TakeStepAsync(
                    provider,
                    intended,
                    before: session,
                    context => provider.Reconnect.ReplyAsync(context, reply, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            }

            // A look that was stored meanwhile must not swallow the reply; another reply must.
            var replies = session.Memory.Replies;
            session = await _records.LoadAsync(session.Id, cancellationToken).ConfigureAwait(false);
            if (session.Memory.Replies != replies)
            {
                return _launches.Attach(session);
            }
        }

        throw TooManyRaces(session.Id);
    }

    public async Task<ReconnectSession> PollAsync(ReconnectSession session, CancellationToken cancellationToken)
    {
        session = await EndIfExpiredAsync(session, cancellationToken).ConfigureAwait(false);
        if (session.IsFinished)
        {
            return session;
        }

        if (session.Memory.Intent is not null)
        {
            return await ReconcileAsync(session, cancellationToken).ConfigureAwait(false);
        }

        return session.PollAt is { } pollAt && time.GetUtcNow() >= pollAt
            ? await ObserveAsync(session, cancellationToken).ConfigureAwait(false)
            : _launches.Attach(session);
    }

    public Task<ReconnectSession> AbandonAsync(ReconnectSession session, string note, CancellationToken cancellationToken) =>
        EndAsync(session, ReconnectOutcome.Abandoned, note, cancellationToken);

    /// <summary>The session with its link or token: the one handed out by this process, or a new one.</summary>
    public async Task<ReconnectSession> WithLaunchAsync(ReconnectSession session, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            session = _launches.Attach(await EndIfExpiredAsync(session, cancellationToken).ConfigureAwait(false));
            if (session.IsFinished || !session.Action.LacksLaunch || session.Memory.Intent is not null)
            {
                return session;
            }

            if (await IssueLaunchAsync(session, cancellationToken).ConfigureAwait(false) is { } launched)
            {
                return launched;
            }

            session = await _records.LoadAsync(session.Id, cancellationToken).ConfigureAwait(false);
        }

        throw TooManyRaces(session.Id);
    }

    private async Task<ReconnectSession> JoinAsync(ReconnectSession session, CancellationToken cancellationToken)
    {
        if (session.Memory.Intent is not null)
        {
            return await ReconcileAsync(session, cancellationToken).ConfigureAwait(false);
        }

        session = _launches.Attach(session);

        // Where a link went out before, the user may have gone to its end without anybody hearing of it: a look comes before another link.
        var mayBeDone = session.Action.LacksLaunch && session.Memory.States.Count > 0;
        return await WithLaunchAsync(
            mayBeDone ? await ObserveAsync(session, cancellationToken).ConfigureAwait(false) : session,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconnectSession> BeginAsync(
        ConnectionProvider provider,
        ReconnectSession session,
        ReconnectOptions request,
        CancellationToken cancellationToken)
    {
        var accounts = request.KnownAccounts;
        if (accounts is null)
        {
            try
            {
                accounts = await _accounts.BeforeAsync(provider, session.Connection, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await EndAsync(session, ReconnectOutcome.Abandoned, "given up before the first step", CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }

        var known = await SaveAsync(SessionTransitions.Remember(session, accounts), session.Version, cancellationToken).ConfigureAwait(false);
        if (known is null)
        {
            return await _records.LoadAsync(session.Id, cancellationToken).ConfigureAwait(false);
        }

        return await TakeStepAsync(
            provider,
            known,
            before: null,
            context => provider.Reconnect.BeginAsync(context, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a step whose intent is stored. <paramref name="before"/> is what the session goes back to when nothing was sent.</summary>
    private async Task<ReconnectSession> TakeStepAsync(
        ConnectionProvider provider,
        ReconnectSession intended,
        ReconnectSession? before,
        Func<ReconnectContext, ValueTask<ReconnectMove>> step,
        CancellationToken cancellationToken)
    {
        try
        {
            ReconnectMove move;
            try
            {
                move = await step(_transitions.Context(intended)).ConfigureAwait(false);
            }
            catch (ProviderException exception) when (SessionTransitions.FateAfter(exception, isReply: before is not null) is var fate and not ReplyFate.NotSent)
            {
                var answered = _transitions.Answered(intended, fate, exception.ProviderCode);
                if (fate == ReplyFate.Unknown)
                {
                    ReconnectLog.OutcomeUnknown(logger, provider.Id.Name);
                }

                answered = await ReplaceAsync(intended, answered, CancellationToken.None).ConfigureAwait(false);
                return await PollAsync(answered, cancellationToken).ConfigureAwait(false);
            }
            catch (ProviderException exception)
            {
                var restored = before is null ? _transitions.FailedToBegin(intended, exception) : _transitions.Restore(intended, before, exception);
                await SaveAsync(restored, intended.Version, CancellationToken.None).ConfigureAwait(false);
                throw;
            }

            return await ApplyAsync(provider, intended, move, isFirst: before is null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ProviderException)
        {
            // Whatever was not recorded by now: end the lease, so that the next look reads the connection.
            await SaveAsync(_transitions.EndLease(intended), intended.Version, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>An intent without a recorded answer: wait while its owner may still be at it, then read, at the pace of any other look.</summary>
    private async Task<ReconnectSession> ReconcileAsync(ReconnectSession session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return now < session.Memory.Intent!.LeaseUntil || now < session.PollAt
            ? _transitions.AwaitOwner(session)
            : await ObserveAsync(session, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconnectSession> ObserveAsync(ReconnectSession session, CancellationToken cancellationToken)
    {
        var provider = providers.Get(session.Connection.Provider);
        ReconnectMove move;
        try
        {
            move = await provider.Reconnect.ObserveAsync(_transitions.Context(session), cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception)
        {
            ReconnectLog.LookFailed(logger, provider.Id.Name, exception.Kind);
            var later = await ReplaceAsync(session, _transitions.LookFailed(session, exception), CancellationToken.None).ConfigureAwait(false);
            if (session.Memory.Intent is null && (!exception.IsTransient || later.Memory.FailedLooks > options.MaxFailedLooks))
            {
                throw;
            }

            return later;
        }

        var known = session.Memory.Intent switch
        {
            null => move.Fate,
            { Fate: ReplyFate.Rejected } => ReplyFate.Rejected,
            _ => move.Fate == ReplyFate.None ? ReplyFate.Unknown : move.Fate,
        };
        return await ApplyAsync(provider, session, move with { Fate = known }, isFirst: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconnectSession> ApplyAsync(
        ConnectionProvider provider,
        ReconnectSession session,
        ReconnectMove move,
        bool isFirst,
        CancellationToken cancellationToken)
    {
        ContinuityReport? continuity = null;
        if (move.Verdict == ReconnectVerdict.Repaired && !(isFirst && move.Fate == ReplyFate.None))
        {
            (move, continuity) = await _accounts.CompareAsync(provider, session, move, cancellationToken).ConfigureAwait(false);
        }

        var applied = _transitions.Apply(session, move, isFirst, continuity);
        await _accounts.RememberRevocationAsync(move.Connection).ConfigureAwait(false);
        if (applied.Outcome is ReconnectOutcome.Reconnected or ReconnectOutcome.NotNeeded)
        {
            // Before the end is stored: nobody comes back to a session that is over to do what a crash left undone.
            await revocations.ClearAsync(session.Connection, CancellationToken.None).ConfigureAwait(false);
        }

        // What was learnt is kept even when the caller has left, and before a link is asked for.
        var next = await ReplaceAsync(session, applied, CancellationToken.None).ConfigureAwait(false);
        if (next.Memory.States.Count > 0)
        {
            // It is in somebody's hands.
            return next;
        }

        try
        {
            return await WithLaunchAsync(next, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionSdkException exception) when (session.Memory.Intent is { Step: not OpenIntent.Begin })
        {
            // The reply was taken, and a failure would say that it was not. Whoever asks for the session has the link issued.
            ReconnectLog.LaunchFailed(logger, provider.Id.Name, exception.GetType().Name);
            return next;
        }
    }

    /// <summary>Has a link or token issued and saves the session with the hash of its state; null when somebody else was faster.</summary>
    private async Task<ReconnectSession?> IssueLaunchAsync(ReconnectSession session, CancellationToken cancellationToken)
    {
        var context = _transitions.Context(session);
        var action = await providers.Get(session.Connection.Provider).Reconnect.IssueLaunchAsync(context, cancellationToken).ConfigureAwait(false);
        var launched = await SaveAsync(_transitions.Launched(session, action, context.State), session.Version, CancellationToken.None).ConfigureAwait(false);
        if (launched is not null)
        {
            _launches.Keep(launched, context.State.Hash);
        }

        return launched;
    }

    private Task<ReconnectSession> EndIfExpiredAsync(ReconnectSession session, CancellationToken cancellationToken) =>
        !session.IsFinished && time.GetUtcNow() >= session.ExpiresAt
            ? EndAsync(session, ReconnectOutcome.Expired, "the session lapsed", cancellationToken)
            : Task.FromResult(session);

    /// <summary>Ends a session whatever else happens to it meanwhile; one that has ended stays as it is.</summary>
    private async Task<ReconnectSession> EndAsync(ReconnectSession session, ReconnectOutcome outcome, string note, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (session.IsFinished)
            {
                return session;
            }

            if (await SaveAsync(_transitions.End(session, outcome, note), session.Version, cancellationToken).ConfigureAwait(false) is { } ended)
            {
                return ended;
            }

            session = await _records.LoadAsync(session.Id, cancellationToken).ConfigureAwait(false);
        }

        throw TooManyRaces(session.Id);
    }

    /// <summary>The calls of others kept changing the session. Nothing of this one was sent.</summary>
    private static ReconnectInProgressException TooManyRaces(ReconnectSessionId session) => new(session);

    /// <summary>Saves the next state of a session; when somebody else was faster, theirs is returned instead.</summary>
    private async Task<ReconnectSession> ReplaceAsync(ReconnectSession session, ReconnectSession next, CancellationToken cancellationToken) =>
        _launches.Attach(
            await SaveAsync(next, session.Version, cancellationToken).ConfigureAwait(false)
            ?? await _records.LoadAsync(session.Id, cancellationToken).ConfigureAwait(false));

    /// <summary>Saves under the next version; null when somebody else was faster. The links of a session that has ended are let go.</summary>
    private async Task<ReconnectSession?> SaveAsync(ReconnectSession next, long expectedVersion, CancellationToken cancellationToken)
    {
        var saved = await _records.TryReplaceAsync(next, expectedVersion, cancellationToken).ConfigureAwait(false);
        if (saved is { IsFinished: true })
        {
            _launches.Forget(saved.Id);
        }

        return saved;
    }
}
