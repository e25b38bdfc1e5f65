namespace ConnectionSdk;

/// <summary>The limits of every repair.</summary>
public sealed class ReconnectFlowOptions
{
    /// <summary>
    /// After how many refused codes or passwords a repair stops, counted over all repairs of a connection within <see cref="RejectionWindow"/>.
    /// Banks lock a login after three or more, and this library stays below that.
    /// </summary>
    /// <value>Default: 2. 1 or 2.</value>
    public int MaxRejectedReplies { get; set; } = 2;

    /// <summary>How long a refused reply counts.</summary>
    /// <value>Default: one hour. From a minute to a day.</value>
    public TimeSpan RejectionWindow { get; set; } = TimeSpan.FromHours(1);

    /// <summary>After how many replies a repair that goes round in circles is ended. Progress that a widget reports does not count.</summary>
    /// <value>Default: 12. From 1 to 100.</value>
    public int MaxReplies { get; set; } = 12;

    /// <summary>
    /// How many looks in a row may fail before <see cref="IReconnectFlow.PollAsync"/> passes the failure on; one that looking again cannot mend, such as a
    /// refused key, is passed on at once. The session stays open.
    /// </summary>
    /// <value>Default: 5. From 0 to 100.</value>
    public int MaxFailedLooks { get; set; } = 5;

    /// <summary>
    /// How long the process that passes a reply on has for it. When it is over and no answer was recorded, the connection is read; nothing is sent again.
    /// </summary>
    /// <value>Default: five minutes, longer than the slowest call. From a second to an hour.</value>
    public TimeSpan ReplyLease { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long before its end a challenge counts as expired, so that the user's attempt is not spent on it.</summary>
    /// <value>Default: 15 seconds. At most five minutes.</value>
    public TimeSpan ExpirySafety { get; set; } = TimeSpan.FromSeconds(15);
}
