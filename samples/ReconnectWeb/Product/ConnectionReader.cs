namespace ConnectionSdk.ReconnectWeb.Product;

/// <summary>Reads connections and keeps what it learnt.</summary>
internal sealed class ConnectionReader(IConnectionClient client, ConnectionBook book, TimeProvider time)
{
    /// <summary>Reads all connections of a user, side by side.</summary>
    public Task ReadAllAsync(string owner, CancellationToken cancellationToken) =>
        Task.WhenAll(book.Of(owner).Select(kept => ReadAsync(kept.Ref, cancellationToken)));

    /// <summary>Reads one connection. When that fails, what was known stays, marked as possibly old.</summary>
    public async Task ReadAsync(ConnectionRef reference, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await client.GetAsync(reference, cancellationToken);
            var accounts = connection.Status.DataUsable && connection.Status.State is ConnectionState.Active
                ? await client.GetAccountsAsync(reference, cancellationToken)
                : null;
            book.Change(reference, kept => Learn(kept, connection, HistorySource.Read) with { Accounts = accounts ?? kept.Accounts });
        }
        catch (ProviderException failure)
        {
            book.Change(reference, kept => kept.IsOutOfReach ? kept : kept with
            {
                IsOutOfReach = true,
                History = kept.History.Add(new HistoryEntry(
                    time.GetUtcNow(), HistorySource.Read, "Could not be checked", "What is shown may be old.", failure.Kind.ToString())),
            });
        }
    }

    /// <summary>Takes what a repair or a webhook has told.</summary>
    public void Take(ConnectionRef reference, Connection connection, HistorySource source) =>
        book.Change(reference, kept => Learn(kept, connection, source));

    private KeptConnection Learn(KeptConnection kept, Connection connection, HistorySource source)
    {
        // A value nobody knows says neither well nor ill: the last known state stays in what the user sees, the developer finds it in the history.
        var changed = kept.Known is null || kept.State != connection.Status.State || kept.Known.Status.Reason != connection.Status.Reason;
        var wording = Wording.Of(connection);
        return kept with
        {
            Known = connection,
            IsOutOfReach = false,
            History = changed
                ? kept.History.Add(new HistoryEntry(time.GetUtcNow(), source, wording.Headline, wording.Why, Developers(connection.Status)))
                : kept.History,
        };
    }

    private static string Developers(ConnectionStatus status) =>
        $"{status.State}, {status.Reason}; provider's code: {status.Provider.Code ?? "none"}";
}
