using System.Runtime.CompilerServices;

namespace ConnectionSdk.ReconnectWeb.Product;

/// <summary>The product's connections: who owns them, what is known of them, and what happened. A product has a database for this.</summary>
internal sealed class ConnectionBook
{
    private readonly Lock _gate = new();
    private readonly List<KeptConnection> _connections = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _version;

    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    public void Add(string owner, string name, ConnectionRef connection)
    {
        lock (_gate)
        {
            _connections.Add(new KeptConnection(_connections.Count + 1, owner, name, connection));
        }
    }

    public IReadOnlyList<KeptConnection> Of(string owner)
    {
        lock (_gate)
        {
            return _connections.FindAll(connection => connection.Owner == owner);
        }
    }

    public KeptConnection? Find(ConnectionRef connection)
    {
        lock (_gate)
        {
            return _connections.Find(kept => kept.Ref == connection);
        }
    }

    /// <summary>The connection an event is about: providers name it by its id, and not always by its user.</summary>
    public KeptConnection? FindReported(ConnectionRef connection)
    {
        lock (_gate)
        {
            return _connections.Find(kept => kept.Ref.Provider == connection.Provider && kept.Ref.ConnectionId == connection.ConnectionId);
        }
    }

    /// <summary>Changes what is kept, and wakes those who look on when the change can be seen.</summary>
    public void Change(ConnectionRef connection, Func<KeptConnection, KeptConnection> change)
    {
        TaskCompletionSource? signal = null;
        lock (_gate)
        {
            var index = _connections.FindIndex(kept => kept.Ref == connection);
            if (index < 0)
            {
                return;
            }

            var before = _connections[index];
            var after = change(before);
            if (IsVisible(before, after))
            {
                after = after with { Version = ++_version };
                (signal, _changed) = (_changed, NewSignal());
            }

            _connections[index] = after;
        }

        signal?.SetResult();
    }

    /// <summary>The connections of a user that change from now on. Whoever is slow sees the last state of each, never a stale one.</summary>
    public async IAsyncEnumerable<KeptConnection> ChangesAsync(string owner, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            List<KeptConnection> news;
            lock (_gate)
            {
                changed = _changed.Task;
                news = [.. _connections.Where(connection => connection.Owner == owner && connection.Version > after).OrderBy(connection => connection.Version)];
            }

            foreach (var connection in news)
            {
                after = connection.Version;
                yield return connection;
            }

            if (news.Count == 0)
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    private static bool IsVisible(KeptConnection before, KeptConnection after) =>
        before.IsUncertain != after.IsUncertain
        || before.HasOtherAccounts != after.HasOtherAccounts
        || before.RepairLapsesAt != after.RepairLapsesAt
        || before.Known?.LastSyncedAt != after.Known?.LastSyncedAt
        || before.Known?.ConsentExpiresAt != after.Known?.ConsentExpiresAt
        || before.Known?.Status.Provider != after.Known?.Status.Provider
        || before.Known?.Status.Activity != after.Known?.Status.Activity
        || before.State != after.State
        || !before.Accounts.Select(Shown).SequenceEqual(after.Accounts.Select(Shown));

    private static (string?, string?, decimal?, bool) Shown(Account account) => (account.Name, account.MaskedNumber, account.Balance, account.Enabled);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
