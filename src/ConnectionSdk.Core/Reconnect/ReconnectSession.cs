using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Json;

namespace ConnectionSdk;

/// <summary>
/// A repair on its way or done. <see cref="ToJson"/> holds no link, token, code or account number, so it can be stored, and another process can go on with it.
/// </summary>
public sealed record ReconnectSession
{
    /// <summary>The unguessable id.</summary>
    public required ReconnectSessionId Id { get; init; }

    /// <summary>The connection that is repaired.</summary>
    public required ConnectionRef Connection { get; init; }

    /// <summary>Where the session stands.</summary>
    public required ReconnectPhase Phase { get; init; }

    /// <summary>How it ended; <see cref="ReconnectOutcome.None"/> while it is on its way.</summary>
    public ReconnectOutcome Outcome { get; init; }

    /// <summary>What must happen next.</summary>
    public required RequiredAction Action { get; init; }

    /// <summary>The connection as last observed in this session; null before the first look. During a repair, show your own last known state instead.</summary>
    public Connection? Observed { get; init; }

    /// <summary>When the session was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the session ends at the latest. The action may lapse earlier: see its own expiry.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When looking again makes sense; null when it does not help.</summary>
    public DateTimeOffset? PollAt { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }

    /// <summary>
    /// How many replies the bank has refused or may have refused: typed values whose answer was lost, or that were on their way or being checked when the session
    /// ended. Earlier sessions of the last hour included.
    /// </summary>
    public int RejectedReplies { get; init; }

    /// <summary>What became of the last reply.</summary>
    public Providers.ReplyFate LastReply { get; init; }

    /// <summary>What happened to the accounts; null until the connection works again, or when they could not be compared.</summary>
    public ContinuityReport? Continuity { get; init; }

    /// <summary>What happened, oldest first; never null. At most the last hundred entries.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    /// <summary>Whether the session is over.</summary>
    [JsonIgnore]
    public bool IsFinished => Phase == ReconnectPhase.Finished;

    /// <summary>What the engine needs to go on.</summary>
    [JsonInclude]
    internal SessionMemory Memory { get; init; } = new();

    /// <summary>The session as JSON, fit to be stored: without links, tokens and everything the user typed.</summary>
    public string ToJson() => JsonSerializer.Serialize(this with { Action = Action.WithoutLaunch() }, CoreJsonContext.Default.ReconnectSession);

    /// <summary>Reads a stored session.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <exception cref="ConnectionSdkException">The text is no session.</exception>
    public static ReconnectSession FromJson(string json) => CoreJsonContext.Read(json, CoreJsonContext.Default.ReconnectSession, "reconnect session");

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ***, Connection = ").Append(Connection)
            .Append(", Phase = ").Append(Phase)
            .Append(", Outcome = ").Append(Outcome)
            .Append(", Action = ").Append(Action.Kind)
            .Append(", Version = ").Append(Version);
        return true;
    }
}
