namespace ConnectionSdk.Providers;

/// <summary>What a strategy found or did: the connection as now observed, and what comes next.</summary>
public sealed record ReconnectMove
{
    /// <summary>The connection as now observed.</summary>
    public required Connection Connection { get; init; }

    /// <summary>Where the repair stands.</summary>
    public required ReconnectVerdict Verdict { get; init; }

    /// <summary>What must happen next.</summary>
    public required RequiredAction Action { get; init; }

    /// <summary>What became of the user's reply; <see cref="ReplyFate.None"/> when nothing was passed on.</summary>
    public ReplyFate Fate { get; init; }

    /// <summary>What the strategy wants back next time, such as a job id. Stored: no secret may be in it. Null keeps nothing.</summary>
    public string? Memo { get; init; }

    /// <summary>
    /// The accounts now, where the strategy has read them already: compared with those before once the connection is repaired, and those before
    /// where a first step read them and nobody knew any. Null has the engine read them.
    /// </summary>
    public IReadOnlyList<Account>? Accounts { get; init; }

    /// <summary>After how long to look again; null when looking does not help.</summary>
    public TimeSpan? LookAgainAfter { get; init; }

    /// <summary>A line for the journal, without secrets or personal data; null when state and action say enough.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// The usual reading of a connection during a repair: active is repaired, degraded waits for the provider, a final state cannot be
    /// repaired, and anything else goes on with the connection's own action.
    /// </summary>
    /// <param name="connection">The connection as now observed.</param>
    /// <param name="lookAgainAfter">After how long to look again while the provider is at work.</param>
    public static ReconnectMove From(Connection connection, TimeSpan? lookAgainAfter = null)
    {
        var verdict = connection.Status.State switch
        {
            ConnectionState.Active => ReconnectVerdict.Repaired,
            ConnectionState.Degraded => ReconnectVerdict.WaitingForProvider,
            ConnectionState.Deleted or ConnectionState.Disconnected or ConnectionState.Failed => ReconnectVerdict.NotRepairable,
            _ => ReconnectVerdict.Continue,
        };
        return new ReconnectMove
        {
            Connection = connection,
            Verdict = verdict,
            Action = connection.Status.Action,
            LookAgainAfter = verdict == ReconnectVerdict.Continue ? lookAgainAfter : null,
        };
    }
}
