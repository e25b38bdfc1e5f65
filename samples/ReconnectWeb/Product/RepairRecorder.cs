namespace ConnectionSdk.ReconnectWeb.Product;

/// <summary>
/// Copies the journal of every repair into the history of its connection, by standing in front of the store: whoever drives a repair, in whichever
/// tab, nothing is missed.
/// </summary>
internal sealed class RepairRecorder(IReconnectSessionStore store, ConnectionBook book) : IReconnectSessionStore
{
    public ValueTask<StoredReconnectSession?> FindAsync(ReconnectSessionId session, CancellationToken cancellationToken) =>
        store.FindAsync(session, cancellationToken);

    public ValueTask<StoredReconnectSession?> FindLatestAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        store.FindLatestAsync(connection, cancellationToken);

    public async ValueTask<bool> TryAddAsync(StoredReconnectSession session, CancellationToken cancellationToken)
    {
        var added = await store.TryAddAsync(session, cancellationToken);
        if (added)
        {
            Record(session, last: null);
        }

        return added;
    }

    public async ValueTask<bool> TryReplaceAsync(StoredReconnectSession session, long expectedVersion, CancellationToken cancellationToken)
    {
        var last = await store.FindAsync(session.Id, cancellationToken) is { } before && ReconnectSession.FromJson(before.Json).Journal is [.., var newest] ? newest : null;
        var replaced = await store.TryReplaceAsync(session, expectedVersion, cancellationToken);
        if (replaced)
        {
            Record(session, last);
        }

        return replaced;
    }

    private void Record(StoredReconnectSession stored, JournalEntry? last)
    {
        var session = ReconnectSession.FromJson(stored.Json);

        // A journal drops its oldest entries when it gets long, so its length does not tell what is new.
        var known = last is null ? 0 : session.Journal.ToList().LastIndexOf(last) + 1;
        var news = session.Journal.Skip(known).Select(entry => RepairWording.Of(entry, session)).OfType<HistoryEntry>();
        book.Change(session.Connection, kept => kept with
        {
            RepairLapsesAt = session.IsFinished ? null : session.ExpiresAt,
            HasOtherAccounts = session.Outcome == ReconnectOutcome.WrongAccount || (kept.HasOtherAccounts && session.Outcome != ReconnectOutcome.Reconnected),
            Known = session is { IsFinished: true, Observed: { Status.State: not ConnectionState.Unknown } observed } ? observed : kept.Known,
            History = kept.History.AddRange(news),
        });
    }
}
