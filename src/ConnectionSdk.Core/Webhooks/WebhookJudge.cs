using ConnectionSdk.Diagnostics;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk;

/// <summary>
/// Decides what a reported event is worth. A signed word may take access away; whatever gives it back, whatever is unsigned, stale, or of unknown order
/// is only a reason to read the connection.
/// </summary>
internal sealed class WebhookJudge(IRevocationStore revocations, IWebhookStore store, TimeProvider time, ILogger logger)
{
    /// <summary>A provider's clock may be a little ahead. A time further ahead would make every later event look old.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>The event to hand on; null when it is older than what was applied.</summary>
    public async ValueTask<ConnectionEvent?> JudgeAsync(
        ConnectionProvider provider, ConnectionEvent reported, bool isBelieved, bool needsRead, CancellationToken cancellationToken)
    {
        if (StatusOf(reported) is not { } status)
        {
            return reported;
        }

        if (reported.Connection is not { } connection)
        {
            return AsUnknown(reported);
        }

        if (await revocations.FindAsync(connection, cancellationToken).ConfigureAwait(false) is { } revoked)
        {
            // No call for this connection leaves, reads included, until the user has repaired it.
            return reported is ConnectionEvent.Deleted && isBelieved ? reported : As(reported, revoked);
        }

        var order = isBelieved && reported.OccurredAt is { } at && at <= time.GetUtcNow() + ClockSkew
            ? await store.AdvanceAsync(connection, at, cancellationToken).ConfigureAwait(false)
            : WebhookOrder.Same;
        if (order == WebhookOrder.Older && reported is not ConnectionEvent.Revoked)
        {
            return null;
        }

        // One of the same time may be the same one once more, after the user has repaired the connection.
        if (isBelieved && reported is ConnectionEvent.Revoked && order == WebhookOrder.Newer)
        {
            return await LatchAsync(reported, connection, status, cancellationToken).ConfigureAwait(false);
        }

        return isBelieved && !needsRead && order == WebhookOrder.Newer && TakesAccess(status)
            ? reported
            : await ConfirmAsync(provider, reported, connection, status, isBelieved, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ConnectionEvent> ConfirmAsync(
        ConnectionProvider provider,
        ConnectionEvent reported,
        ConnectionRef connection,
        ConnectionStatus status,
        bool isBelieved,
        CancellationToken cancellationToken)
    {
        Connection read;
        try
        {
            read = await provider.GetAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (isBelieved && TakesAccess(status))
        {
            WebhookLog.Unconfirmed(logger, provider.Id.ToString(), exception.Kind.ToString());
            return reported is ConnectionEvent.Revoked
                ? await LatchAsync(reported, connection, status, cancellationToken).ConfigureAwait(false)
                : reported;
        }
        catch (ProviderException exception) when (CannotAsk(exception))
        {
            return AsUnknown(reported);
        }

        if (read.Status.State == ConnectionState.Revoked)
        {
            await revocations.SetAsync(read, cancellationToken).ConfigureAwait(false);
        }

        return As(reported, read);
    }

    private async ValueTask<ConnectionEvent> LatchAsync(
        ConnectionEvent reported, ConnectionRef connection, ConnectionStatus status, CancellationToken cancellationToken)
    {
        var revoked = new Connection { Ref = connection, Status = status, ObservedAt = reported.ReceivedAt };
        await revocations.SetAsync(revoked, cancellationToken).ConfigureAwait(false);
        return reported;
    }

    /// <summary>The adapter has nothing to ask with: the delivery does not say enough for a read, and would not the next time.</summary>
    private static bool CannotAsk(ProviderException exception) => exception is { Kind: ProviderErrorKind.InvalidRequest, StatusCode: null } && !exception.MayHaveBeenSent;

    private static ConnectionStatus? StatusOf(ConnectionEvent reported) => reported switch
    {
        ConnectionEvent.StatusChanged changed => changed.Status,
        ConnectionEvent.Revoked revoked => revoked.Status,
        ConnectionEvent.Deleted deleted => deleted.Status,
        _ => null,
    };

    /// <summary>States in which no data may be used and nothing is promised: whoever is told one too many loses nothing but a read.</summary>
    private static bool TakesAccess(ConnectionStatus status) => !status.DataUsable && status.State
        is ConnectionState.ActionRequired or ConnectionState.ReconnectRequired or ConnectionState.Revoked
        or ConnectionState.Disconnected or ConnectionState.Failed or ConnectionState.Deleted;

    private static ConnectionEvent As(ConnectionEvent reported, Connection read) => read.Status.State switch
    {
        ConnectionState.Revoked => Fill(new ConnectionEvent.Revoked { Provider = reported.Provider, Status = read.Status }, reported),
        ConnectionState.Deleted => Fill(new ConnectionEvent.Deleted { Provider = reported.Provider, Status = read.Status }, reported),
        _ => Fill(new ConnectionEvent.StatusChanged { Provider = reported.Provider, Status = read.Status, Confirmed = read }, reported),
    };

    private static ConnectionEvent AsUnknown(ConnectionEvent reported) => Fill(new ConnectionEvent.Unknown { Provider = reported.Provider }, reported);

    private static ConnectionEvent Fill(ConnectionEvent made, ConnectionEvent reported) => made with
    {
        Connection = reported.Connection,
        Name = reported.Name,
        OccurredAt = reported.OccurredAt,
        ReceivedAt = reported.ReceivedAt,
        DeduplicationKey = reported.DeduplicationKey,
        Payload = reported.Payload,
    };
}
