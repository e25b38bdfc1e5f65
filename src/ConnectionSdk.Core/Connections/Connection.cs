using System.Text;

namespace ConnectionSdk;

/// <summary>What is known of one bank connection at one moment.</summary>
public sealed record Connection
{
    /// <summary>Which connection this is.</summary>
    public required ConnectionRef Ref { get; init; }

    /// <summary>State, reason and required action.</summary>
    public required ConnectionStatus Status { get; init; }

    /// <summary>The provider's id of the bank; null before a bank is chosen or when the provider does not say.</summary>
    public string? InstitutionId { get; init; }

    /// <summary>The bank's name; null when the provider does not say.</summary>
    public string? InstitutionName { get; init; }

    /// <summary>The parts of the connection, where the provider reports below connection level (Powens: sources); empty elsewhere.</summary>
    public IReadOnlyList<ConnectionPart> Parts { get; init; } = [];

    /// <summary>When the connection was made, if known.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the provider last synchronised successfully, if it says.</summary>
    public DateTimeOffset? LastSyncedAt { get; init; }

    /// <summary>When the user's consent runs out, if the provider says. Never guessed.</summary>
    public DateTimeOffset? ConsentExpiresAt { get; init; }

    /// <summary>When the provider will try again by itself, if it says.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>
    /// What a step that is still under way at the provider is known by there (Aerosync: a job). Pass it to <see cref="ReconnectOptions.ResumeToken"/>
    /// to go on with that step. Null when there is none. No secret.
    /// </summary>
    public string? ResumeToken { get; init; }

    /// <summary>When this was observed, by the clock of this process.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Without what goes on with a step at the provider.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Ref = ").Append(Ref)
            .Append(", Status = ").Append(Status)
            .Append(", InstitutionName = ").Append(InstitutionName)
            .Append(", LastSyncedAt = ").Append(LastSyncedAt)
            .Append(", ConsentExpiresAt = ").Append(ConsentExpiresAt)
            .Append(", ResumeToken = ").Append(ResumeToken is null ? "" : "***")
            .Append(", ObservedAt = ").Append(ObservedAt);
        return true;
    }
}
