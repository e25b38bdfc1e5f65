using System.Text;

namespace ConnectionSdk.Providers;

/// <summary>What a strategy is told about the session it works for.</summary>
public sealed record ReconnectContext
{
    /// <summary>The connection to repair.</summary>
    public required ConnectionRef Connection { get; init; }

    /// <summary>The session's id, for use as the provider's own tag where it has one.</summary>
    public required ReconnectSessionId SessionId { get; init; }

    /// <summary>What the integrator asked for.</summary>
    public required ReconnectOptions Options { get; init; }

    /// <summary>What the user was asked last; <see cref="RequiredAction.None"/> at the beginning.</summary>
    public required RequiredAction Action { get; init; }

    /// <summary>What the strategy kept from its last move; at the beginning <see cref="ReconnectOptions.ResumeToken"/>, or the token of the repair before, where it was left half way.</summary>
    public string? Memo { get; init; }

    /// <summary>The state value for a link issued now. Checked by the engine when the user comes back.</summary>
    public required CallbackState State { get; init; }

    /// <summary>The connection as last observed in this session; null before the first look.</summary>
    public Connection? Observed { get; init; }

    /// <summary>How often the provider has been read since the user last acted: the base for a growing poll interval.</summary>
    public int LooksSinceReply { get; init; }

    /// <summary>The ids of the accounts that were connected before, for providers that restrict a repair to them.</summary>
    public IReadOnlyList<string> KnownAccountIds { get; init; } = [];

    /// <summary>
    /// The accounts that were connected before, without numbers: for providers under whose ids another account may come back. Empty when nobody knows them.
    /// </summary>
    public IReadOnlyList<Account> KnownAccounts { get; init; } = [];

    /// <summary>The time now, by the engine's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Connection = ").Append(Connection).Append(", SessionId = ***, Action = ").Append(Action.Kind);
        return true;
    }
}
