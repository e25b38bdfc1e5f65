using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync;

/// <summary>
/// Repairs a connection in the widget: open it for this connection, then read until the connection works again and is still the same account.
/// A job that waits for a code is gone on with in the same widget. Aerosync: Reconnection widget.
/// </summary>
internal sealed class AerosyncReconnect(AerosyncConnections connections, AerosyncJobs jobs, AerosyncMapper mapper, AerosyncWidget widget, AerosyncOptions options)
    : IReconnectStrategy
{
    /// <summary>A code the user has just given takes a moment to reach the job: it is not asked for again before this many looks.</summary>
    private const int LooksBeforeAskingAgain = 3;

    private static readonly PollPace Pace = new(TimeSpan.FromSeconds(5), 2, TimeSpan.FromSeconds(60));

    public async ValueTask<ReconnectMove> BeginAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        var memo = AerosyncMemo.Parse(context.Memo);
        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        memo = memo with { Known = KnownBefore(context, reading) };

        // No job ends what only a new consent repairs.
        return memo.Job is not null && reading.Connection.Status.State is not (ConnectionState.Revoked or ConnectionState.ReconnectRequired)
            ? await FollowAsync(context, memo, isFirst: true, cancellationToken).ConfigureAwait(false)
            : Describe(context, reading, memo with { Job = null });
    }

    public async ValueTask<ReconnectMove> ReplyAsync(ReconnectContext context, UserReply reply, CancellationToken cancellationToken)
    {
        var message = AerosyncMessage.Of(reply);
        var memo = AerosyncMemo.Parse(context.Memo) with { Returned = message.Kind == AerosyncMessageKind.Success };
        var isRefusal = message.Kind == AerosyncMessageKind.Error && IsRefusal(message.Code);
        ReconnectMove move;
        try
        {
            move = await LookAsync(context, memo, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (isRefusal)
        {
            throw Refused(context.Connection, message.Code, exception);
        }

        if (move.Fate == ReplyFate.Rejected)
        {
            return move;
        }

        if (move.Verdict != ReconnectVerdict.Continue)
        {
            return move with { Fate = isRefusal && move.Verdict != ReconnectVerdict.Repaired ? ReplyFate.Rejected : ReplyFate.Accepted };
        }

        return message.Kind switch
        {
            AerosyncMessageKind.Success when !message.IsAbout(context.Connection.ConnectionId) =>
                WrongAccount(move, memo, "the widget connected something else") with { Fate = ReplyFate.Accepted },
            AerosyncMessageKind.Success => move with { Fate = ReplyFate.Accepted },

            // The user may go on in the open widget, so a link that still works stays in the user's hands.
            AerosyncMessageKind.Error => move with { Fate = isRefusal ? ReplyFate.Rejected : ReplyFate.None, Note = NoteOf(message.Code) },

            // Closing is not giving up: the widget can be opened again, with a token of its own.
            AerosyncMessageKind.Closed => move with { Fate = ReplyFate.Accepted, Note = "the widget was closed" },
            _ => move,
        };
    }

    public ValueTask<ReconnectMove> ObserveAsync(ReconnectContext context, CancellationToken cancellationToken) =>
        new(LookAsync(context, AerosyncMemo.Parse(context.Memo), cancellationToken));

    public async ValueTask<RequiredAction> IssueLaunchAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        var (user, connection, redirect) = (context.Connection.UserId, context.Connection.ConnectionId, context.Options.RedirectUri);
        if (user is null)
        {
            return context.Action;
        }

        return AerosyncMemo.Parse(context.Memo).Job is { } job
            ? await widget.HandleMfaAsync(user, connection, job, redirect, context.State.Value, cancellationToken).ConfigureAwait(false)
            : await widget.ReconnectAsync(user, connection, redirect, context.State.Value, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconnectMove> LookAsync(ReconnectContext context, AerosyncMemo memo, CancellationToken cancellationToken) => memo.Job is null
        ? Describe(context, await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false), memo)
        : await FollowAsync(context, memo, isFirst: false, cancellationToken).ConfigureAwait(false);

    /// <summary>Where the job stands. When it is over, the connection decides.</summary>
    private async Task<ReconnectMove> FollowAsync(ReconnectContext context, AerosyncMemo memo, bool isFirst, CancellationToken cancellationToken)
    {
        AerosyncJob? job = null;
        try
        {
            job = await jobs.GetAsync(context.Connection, memo.Job!, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (AerosyncJobs.SaysGone(exception))
        {
        }

        if (job is { State: AerosyncJobState.Running or AerosyncJobState.NeedsUser })
        {
            var asks = job.State == AerosyncJobState.NeedsUser && !(memo.Returned && context.LooksSinceReply < LooksBeforeAskingAgain);
            var move = new ReconnectMove
            {
                Connection = mapper.Connection(job, context.Connection, context.Now),
                Verdict = ReconnectVerdict.Continue,
                Action = new RequiredAction.OpenWidget { Actor = Actor.EndUser },
                Memo = memo.ToString(),
            };
            return asks ? Asked(context, move) : Waiting(context, move, jobs.Pace(context.LooksSinceReply), options.JobTimeout);
        }

        var reading = await connections.ReadAsync(context.Connection, cancellationToken).ConfigureAwait(false);
        var after = Describe(context, reading, memo with { Job = null, Returned = false });
        if (job?.State != AerosyncJobState.Failed)
        {
            return after;
        }

        // Aerosync does not say why. After a code the bank may have refused it, and it counts there. Aerosync: Check the job status.
        after = memo.Returned ? after with { Fate = ReplyFate.Rejected } : after;

        // A job that had failed before this repair began is no attempt of it.
        return after.Verdict == ReconnectVerdict.Repaired && !isFirst
            ? after with { Verdict = ReconnectVerdict.Abandoned, Note = "the job failed: the code was refused, or nobody gave it in time; the connection still works" }
            : after;
    }

    /// <summary>The account to come back: the one the host or the engine knows, else the one read now.</summary>
    private static AerosyncKnownAccount? KnownBefore(ReconnectContext context, AerosyncReading? reading)
    {
        var known = context.KnownAccounts.FirstOrDefault(account => string.Equals(account.Id, context.Connection.ConnectionId, StringComparison.Ordinal))
            ?? (context.KnownAccounts.Count == 1 ? context.KnownAccounts[0] : reading?.Account);
        return AerosyncKnownAccount.Of(known, reading?.Connection.InstitutionName);
    }

    /// <summary>What a state means for the repair. Sends nothing.</summary>
    private ReconnectMove Describe(ReconnectContext context, AerosyncReading reading, AerosyncMemo memo)
    {
        var status = reading.Connection.Status;
        var move = ReconnectMove.From(reading.Connection) with { Memo = memo.ToString(), Accounts = reading.Account is { } read ? [read] : null };
        switch (move.Verdict)
        {
            case ReconnectVerdict.Repaired when reading.Account is { } account && memo.Known?.DiffersFrom(account) == true:
                const string note = "the connection works, but with another account";
                return context.Options.Continuity == ContinuityPolicy.Strict ? WrongAccount(move, memo, note) : move with { Note = note };
            case ReconnectVerdict.Repaired or ReconnectVerdict.NotRepairable:
                return move;
            case ReconnectVerdict.WaitingForProvider when !status.ReconnectAllowed && !memo.Returned:
                return move;
            default:
                break;
        }

        // What is shown right after the widget's success is provisional.
        move = move with { Verdict = ReconnectVerdict.Continue };
        return memo.Returned ? Waiting(context, move, Pace.After(context.LooksSinceReply), options.ConfirmationTimeout) : Asked(context, move);
    }

    private static ReconnectMove Asked(ReconnectContext context, ReconnectMove move) => context.Connection.UserId is null
        ? move with
        {
            Verdict = ReconnectVerdict.NotRepairable,
            Action = new RequiredAction.ContactSupport { Actor = Actor.Integrator },
            Note = "the widget needs the user's aeroPassUserUuid: use a reference of the form aerosync:user/connection",
        }
        : move with { Action = new RequiredAction.OpenWidget { Actor = Actor.EndUser }, LookAgainAfter = null };

    private static ReconnectMove Waiting(ReconnectContext context, ReconnectMove move, TimeSpan pace, TimeSpan atMost) => move with
    {
        Action = new RequiredAction.Wait { Actor = Actor.Provider, PollEvery = pace, ExpiresAt = context.Now + atMost },
        LookAgainAfter = pace,
    };

    private static ReconnectMove WrongAccount(ReconnectMove move, AerosyncMemo memo, string note) => move with
    {
        Verdict = ReconnectVerdict.WrongAccount,
        Action = new RequiredAction.StartOver
        {
            Actor = Actor.EndUser,
            Message = (memo.Known ?? new AerosyncKnownAccount(null, move.Connection.InstitutionName, null, null)).Advice,
        },
        LookAgainAfter = null,
        Note = note,
    };

    /// <summary>What the widget knows counts, also where the connection cannot be read meanwhile.</summary>
    private static ProviderException Refused(ConnectionRef connection, string? code, ProviderException reading) => new(
        ProviderErrorKind.ChallengeRejected, connection.Provider.Name, "GetAccount", innerException: reading)
    {
        Tenant = connection.Provider.Tenant,
        ProviderCode = code,
    };

    /// <summary>Whether the bank refused what the user typed: that counts, before the bank locks the login.</summary>
    private static bool IsRefusal(string? code) => string.Equals(code, "AC-117", StringComparison.OrdinalIgnoreCase);

    private static string NoteOf(string? code) => AerosyncStatusMap.Map.Find(code, out var recognised) is not null && recognised && !string.IsNullOrEmpty(code)
        ? $"the widget reported {code}"
        : "the widget reported an error this version does not know";
}
