using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks;

/// <summary>The moves a repair consists of. Each says how its session can be gone on with, should the repair be left before its end.</summary>
internal static class FlinksMoves
{
    /// <summary>Flinks: Retrieve account data.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    /// <summary>The user goes on in the widget: at the question while its session lives, else at the credentials.</summary>
    public static ReconnectMove Widget(ReconnectContext context, Connection connection, FlinksMemo memo, ReplyFate fate)
    {
        memo = memo with { Step = FlinksStep.None };
        return new ReconnectMove
        {
            Connection = Resumable(connection, memo, context.Now),
            Verdict = ReconnectVerdict.Continue,
            Action = new RequiredAction.OpenWidget { Actor = Actor.EndUser },
            Fate = fate,
            Memo = memo.ToString(),
        };
    }

    /// <summary>Flinks is at work.</summary>
    public static ReconnectMove Waiting(ReconnectContext context, Connection connection, FlinksMemo memo, ReplyFate fate, FlinksAnswerDto? answer = null) => new()
    {
        Connection = Resumable(connection, memo, context.Now),
        Verdict = ReconnectVerdict.Continue,
        Action = new RequiredAction.Wait { Actor = Actor.Provider, PollEvery = FlinksMapper.Pace, ExpiresAt = context.Now + LongestWait },
        Fate = fate,
        Memo = memo.ToString(),
        LookAgainAfter = FlinksConnections.PauseAfter(answer ?? new FlinksAnswerDto()),
    };

    /// <summary>The accounts of a repair that is confirmed have been promised.</summary>
    public static ReconnectMove Awaited(ReconnectContext context, Connection connection, FlinksData data, ReplyFate fate, FlinksMemo memo) =>
        Waiting(context, connection, memo with { Step = data.IsSummary ? FlinksStep.Summarizing : FlinksStep.Collecting }, fate, data.Answer);

    /// <summary>What an answer about accounts means for a repair that is confirmed.</summary>
    public static ReconnectMove WithAccounts(ReconnectContext context, Connection connection, FlinksData data, ReplyFate fate)
    {
        // Flinks leaves out accounts that were not selected before: where one of those is missing, the engine looks at all of them.
        var accounts = FlinksConnections.IsAbout(context.Connection, data.Answer) ? FlinksConnections.AccountsOf(data.Answer) : null;
        var hasAll = accounts is not null && context.KnownAccountIds.All(known => accounts.Any(account => string.Equals(account.Id, known, StringComparison.Ordinal)));
        return Repaired(connection, hasAll ? accounts : null, fate);
    }

    /// <summary>It works again.</summary>
    public static ReconnectMove Repaired(Connection connection, IReadOnlyList<Account>? accounts, ReplyFate fate) => new()
    {
        Connection = connection,
        Verdict = ReconnectVerdict.Repaired,
        Action = new RequiredAction.None(),
        Accounts = accounts,
        Fate = fate,
    };

    /// <summary>The user left the widget.</summary>
    public static ReconnectMove Abandoned(ReconnectContext context, Connection connection, FlinksMemo memo) => new()
    {
        Connection = Resumable(connection, memo, context.Now),
        Verdict = ReconnectVerdict.Abandoned,
        Action = connection.Status.Action,
        Fate = ReplyFate.Accepted,
        Memo = memo.ToString(),
    };

    /// <summary>Another login came back, which is no way to go on.</summary>
    public static ReconnectMove WrongLogin(Connection own, FlinksMemo memo, ReplyFate fate) => new()
    {
        Connection = own,
        Verdict = ReconnectVerdict.WrongAccount,
        Action = new RequiredAction.StartOver { Actor = Actor.EndUser },
        Fate = fate,
        Memo = memo.ToString(),
        Note = "another LoginId came back, and it does not work",
    };

    /// <summary>A look that finds the user still to act leaves the question as it stands.</summary>
    public static ReconnectMove Keep(ReconnectContext context, ReconnectMove move) =>
        move is { Verdict: ReconnectVerdict.Continue, Action: RequiredAction.OpenWidget } && context.Action is RequiredAction.VisitInstitution
            ? move with { Action = context.Action }
            : move;

    /// <summary>A connection that says how its session can be gone on with, should this repair be left before its end.</summary>
    public static Connection Resumable(Connection connection, FlinksMemo memo, DateTimeOffset now) =>
        connection with { ResumeToken = memo.ResumeTokenAt(now) ?? connection.ResumeToken };
}
