using System.Text;

namespace ConnectionSdk;

/// <summary>Something a provider reported about a connection: a closed set, so that one <c>switch</c> serves every provider.</summary>
public abstract record ConnectionEvent
{
    private protected ConnectionEvent()
    {
    }

    /// <summary>The registration that reported it.</summary>
    public required ProviderId Provider { get; init; }

    /// <summary>
    /// The connection; null when the delivery names none. Some providers do not name the user, or not by the host's id: find your own reference by
    /// <see cref="ConnectionRef.Provider"/> and <see cref="ConnectionRef.ConnectionId"/>.
    /// </summary>
    public ConnectionRef? Connection { get; init; }

    /// <summary>The provider's name of the event, cleaned; empty when it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it happened, by the provider's clock; null when the provider does not say.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>When the delivery arrived, by the clock of this process.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What is the same for every repetition of the delivery.</summary>
    public string DeduplicationKey { get; init; } = "";

    /// <summary>The delivery as received. It can hold account numbers and transactions: keep it out of logs.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>
    /// The state of a connection changed. A state that lets data be used again has been confirmed by a read; one that takes access away may be the
    /// delivery's own word.
    /// </summary>
    public sealed record StatusChanged : ConnectionEvent
    {
        /// <summary>The state, the reason and the action.</summary>
        public required ConnectionStatus Status { get; init; }

        /// <summary>The connection as read to confirm the delivery; null when the status is the delivery's own word.</summary>
        public Connection? Confirmed { get; init; }

        /// <summary>
        /// What a step that waits for the user is known by at the provider (Aerosync: a job). Pass it to <see cref="ReconnectOptions.ResumeToken"/> to go
        /// on with that step. Null when there is none, or when a read confirmed the delivery. No secret.
        /// </summary>
        public string? ResumeToken { get; init; }

        /// <summary>Without what goes on with a step at the provider.</summary>
        /// <param name="builder">Where to print.</param>
        protected override bool PrintMembers(StringBuilder builder)
        {
            base.PrintMembers(builder);
            builder.Append(", Status = ").Append(Status)
                .Append(", Confirmed = ").Append(Confirmed)
                .Append(", ResumeToken = ").Append(ResumeToken is null ? "" : "***");
            return true;
        }
    }

    /// <summary>New data can be fetched.</summary>
    public sealed record DataAvailable : ConnectionEvent
    {
        /// <summary>The account, where the delivery names one.</summary>
        public string? AccountId { get; init; }
    }

    /// <summary>Data delivered earlier no longer holds, such as a deleted transaction: fetch it anew.</summary>
    public sealed record DataRetracted : ConnectionEvent
    {
        /// <summary>The account, where the delivery names one.</summary>
        public string? AccountId { get; init; }
    }

    /// <summary>A synchronisation or job has ended.</summary>
    public sealed record RefreshCompleted : ConnectionEvent
    {
        /// <summary>Whether it succeeded; null when the delivery does not say.</summary>
        public bool? Succeeded { get; init; }
    }

    /// <summary>The user withdrew access. No data call for the connection leaves the process from here on, until a repair that the user started succeeds.</summary>
    public sealed record Revoked : ConnectionEvent
    {
        /// <summary>The state, in <see cref="ConnectionState.Revoked"/>.</summary>
        public required ConnectionStatus Status { get; init; }
    }

    /// <summary>The connection is gone at the provider.</summary>
    public sealed record Deleted : ConnectionEvent
    {
        /// <summary>The state, in <see cref="ConnectionState.Deleted"/>.</summary>
        public required ConnectionStatus Status { get; init; }
    }

    /// <summary>Something this version does not know, or that concerns no single connection: see <see cref="Name"/> and <see cref="Payload"/>.</summary>
    public sealed record Unknown : ConnectionEvent;
}
