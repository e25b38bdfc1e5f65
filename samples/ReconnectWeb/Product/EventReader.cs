namespace ConnectionSdk.ReconnectWeb.Product;

/// <summary>Takes in what providers report by webhook. Called twice for the same delivery it does no harm.</summary>
internal sealed class EventReader(ConnectionBook book, ConnectionReader reader) : IConnectionEventHandler
{
    public async ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
    {
        if (connectionEvent.Connection is not { } reported || book.FindReported(reported) is not { } kept)
        {
            return;
        }

        Note(kept, connectionEvent);
        switch (connectionEvent)
        {
            case ConnectionEvent.StatusChanged { Confirmed: { } confirmed }:
                reader.Take(kept.Ref, confirmed with { Ref = kept.Ref }, HistorySource.Webhook);
                break;
            case ConnectionEvent.StatusChanged { Status: var status }:
                Take(kept, status);
                break;
            case ConnectionEvent.Revoked { Status: var status }:
                Take(kept, status);
                break;
            case ConnectionEvent.Deleted { Status: var status }:
                Take(kept, status);
                break;
            case ConnectionEvent.DataAvailable or ConnectionEvent.RefreshCompleted:
                await reader.ReadAsync(kept.Ref, cancellationToken);
                break;
            default:
                break;
        }
    }

    private void Take(KeptConnection kept, ConnectionStatus status)
    {
        if (kept.Known is { } known)
        {
            reader.Take(kept.Ref, known with { Status = status }, HistorySource.Webhook);
        }
    }

    private void Note(KeptConnection kept, ConnectionEvent connectionEvent)
    {
        var title = connectionEvent switch
        {
            ConnectionEvent.StatusChanged => "The provider reported how the connection is",
            ConnectionEvent.Revoked => "The provider reported that access was withdrawn",
            ConnectionEvent.Deleted => "The provider reported that the connection is gone",
            ConnectionEvent.DataAvailable => "The provider reported new data",
            ConnectionEvent.DataRetracted => "The provider took data back",
            ConnectionEvent.RefreshCompleted { Succeeded: false } => "The provider reported an update that failed",
            ConnectionEvent.RefreshCompleted => "The provider reported that an update has ended",
            _ => "The provider reported something this version does not know",
        };
        book.Change(kept.Ref, now => now with
        {
            History = now.History.Add(new HistoryEntry(connectionEvent.ReceivedAt, HistorySource.Webhook, title, null, connectionEvent.Name.Length > 0 ? $"event {connectionEvent.Name}" : null)),
        });
    }
}
