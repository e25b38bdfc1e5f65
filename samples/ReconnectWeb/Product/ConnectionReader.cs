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
            book.Change(reference, kept => Learn(kept, connection, HistorySource.Read) with
            {
                Accounts = accounts is null || kept.HasOtherAccounts || kept.IsBeingRepaired(time.GetUtcNow()) ? kept.Accounts : accounts,
            });
        }
        catch (ProviderException failure)
        {
            book.Change(reference, kept => Doubt(kept, HistorySource.Read, "Could not be checked", failure.Kind.ToString()));
        }
    }

    /// <summary>Takes what a repair or a webhook has told.</summary>
    public void Take(ConnectionRef reference, Connection connection, HistorySource source) =>
        book.Change(reference, kept => Learn(kept, connection, source));

    private KeptConnection Learn(KeptConnection kept, Connection connection, HistorySource source)
    {
        var status = connection.Status;
        if (status.State == ConnectionState.Unknown && kept.Known is not null)
        {
            return Doubt(kept, source, "The provider said something that this version does not know", Developers(status));
        }

        // Whether the right accounts came back is for the repair to say.
        if (status.State == ConnectionState.Active && kept.IsBeingRepaired(time.GetUtcNow()))
        {
            return kept;
        }

        var changed = kept.Known is null || kept.State != status.State || kept.Known.Status.Reason != status.Reason;
        var wording = Wording.Of(connection);
        return kept with
        {
            Known = connection,
            IsUncertain = false,
            History = changed
                ? kept.History.Add(new HistoryEntry(time.GetUtcNow(), source, wording.Headline, wording.Why, Developers(status)))
                : kept.History,
        };
    }

    /// <summary>Neither well nor ill: what was known stays.</summary>
    private KeptConnection Doubt(KeptConnection kept, HistorySource source, string title, string forDevelopers) => kept.IsUncertain ? kept : kept with
    {
        IsUncertain = true,
        History = kept.History.Add(new HistoryEntry(time.GetUtcNow(), source, title, "What was known before is still shown.", forDevelopers)),
    };

    private static string Developers(ConnectionStatus status) =>
        $"{status.State}, {status.Reason}; provider's code: {status.Provider.Code ?? "none"}";
}
