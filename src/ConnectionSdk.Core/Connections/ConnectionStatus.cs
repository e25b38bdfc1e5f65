using ConnectionSdk.Providers;

namespace ConnectionSdk;

/// <summary>The state of a connection, the reason for it, and what must happen next and by whom.</summary>
public sealed record ConnectionStatus
{
    /// <summary>What the product should do.</summary>
    public required ConnectionState State { get; init; }

    /// <summary>Why the connection is in this state.</summary>
    public StatusReason Reason { get; init; }

    /// <summary>
    /// What must happen next. Links and widget tokens are absent here (they live for minutes): start the reconnect flow to have them issued.
    /// </summary>
    public required RequiredAction Action { get; init; }

    /// <summary>What is going on right now.</summary>
    public ConnectionActivity Activity { get; init; }

    /// <summary>Things worth telling that do not change the state; never null.</summary>
    public IReadOnlyList<Advisory> Advisories { get; init; } = [];

    /// <summary>What the provider said, raw.</summary>
    public required ProviderStatus Provider { get; init; }

    /// <summary>Whether data fetched earlier may still be shown as current.</summary>
    public bool DataUsable { get; init; }

    /// <summary>Whether a refresh may be asked for now. False wherever a refresh could do harm, and for every state this version does not know.</summary>
    public bool RefreshAllowed { get; init; }

    /// <summary>Whether a reconnect flow may be started now.</summary>
    public bool ReconnectAllowed { get; init; }

    /// <summary>Whether the provider resumes by itself, so that nobody has to do anything.</summary>
    public bool RecoversByItself { get; init; }

    /// <summary>A status made from a row of an adapter's map.</summary>
    /// <param name="row">The row the provider's code was found in.</param>
    /// <param name="provider">What the provider said.</param>
    /// <param name="action">What must happen next; null takes the row's own action, without data.</param>
    /// <param name="advisories">Things worth telling; null for none.</param>
    public static ConnectionStatus From(
        StatusRow row,
        ProviderStatus provider,
        RequiredAction? action = null,
        IReadOnlyList<Advisory>? advisories = null) => new()
        {
            State = row.State,
            Reason = row.Reason,
            Action = action ?? row.ToAction(),
            Activity = row.Activity,
            Advisories = advisories ?? [],
            Provider = provider,
            DataUsable = row.DataUsable,
            RefreshAllowed = row.RefreshAllowed,
            ReconnectAllowed = row.ReconnectAllowed,
            RecoversByItself = row.RecoversByItself,
        };
}
