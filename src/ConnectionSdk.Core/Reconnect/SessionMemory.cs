using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk;

/// <summary>What the engine keeps in a session from one call to the next. Stored with it; no secret is in it.</summary>
internal sealed record SessionMemory
{
    private readonly List<IssuedState> _states = [];

    public string? Memo { get; init; }

    public OpenIntent? Intent { get; init; }

    /// <summary>
    /// The state values handed out for the current action; emptied when one of them has come back. A session that an older version stored may lack them,
    /// and the JSON reader then sets null.
    /// </summary>
    public List<IssuedState> States
    {
        get => _states;
        init => _states = value ?? [];
    }

    /// <summary>Null when they could not be read.</summary>
    public List<AccountMark>? AccountsBefore { get; init; }

    public string Salt { get; init; } = "";

    public Uri? RedirectUri { get; init; }

    public string? Language { get; init; }

    public ContinuityPolicy Continuity { get; init; }

    public bool RenewConsent { get; init; }

    public int LooksSinceReply { get; init; }

    public int FailedLooks { get; init; }

    public int Replies { get; init; }

    /// <summary>How many of the replies were only news, such as a widget's progress: nothing was passed on, so they are no sign of a circle.</summary>
    public int News { get; init; }

    /// <summary>One more than the number of the last reply whose refusal was counted: no refusal counts twice, however often it is seen.</summary>
    public int RefusalsCountedUpTo { get; init; }

    public DateTimeOffset? LastRejectedAt { get; init; }

    /// <summary>
    /// Of values the user typed and the bank is still checking: accepted, or unknown where the answer was lost. None when there are none; then it is not stored.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ReplyFate Undecided { get; init; }
}

/// <summary>A state value that went out with a link.</summary>
/// <param name="Hash">Its hash; the value itself is not kept.</param>
/// <param name="Until">When it is no longer taken back, however long the session lasts.</param>
internal sealed record IssuedState(string Hash, DateTimeOffset Until);

/// <summary>A step that was about to be sent. While the lease lasts somebody may still be at it; afterwards the connection is read.</summary>
/// <param name="Id">Random: nothing of the user's input can be found in it.</param>
/// <param name="Step">What was about to be sent, as a word.</param>
/// <param name="LeaseUntil">Until when its owner has it to itself.</param>
/// <param name="Fate">What its owner learnt before the connection was read; none while it is at it.</param>
internal sealed record OpenIntent(string Id, string Step, DateTimeOffset LeaseUntil, Providers.ReplyFate Fate = Providers.ReplyFate.None)
{
    public const string Begin = "begin";
}
