using System.Text;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>
/// Sessions in one file, a line for each, replaced as a whole: what a process has written is there for the next one, whatever killed it.
/// For one repair at a time.
/// </summary>
internal sealed class FileSessionStore(string path, Func<string, Task>? arriveAt = null) : IReconnectSessionStore
{
    public async ValueTask<StoredReconnectSession?> FindAsync(ReconnectSessionId session, CancellationToken cancellationToken) =>
        (await ReadAsync()).Find(stored => stored.Id == session);

    public async ValueTask<StoredReconnectSession?> FindLatestAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        (await ReadAsync()).FindLast(stored => stored.Connection == connection);

    public ValueTask<bool> TryAddAsync(StoredReconnectSession session, CancellationToken cancellationToken) => ChangeAsync(session, sessions =>
    {
        if (sessions.Exists(stored => stored.Connection == session.Connection && !stored.IsFinished))
        {
            return false;
        }

        sessions.Add(session);
        return true;
    });

    public ValueTask<bool> TryReplaceAsync(StoredReconnectSession session, long expectedVersion, CancellationToken cancellationToken) => ChangeAsync(session, sessions =>
    {
        var at = sessions.FindIndex(stored => stored.Id == session.Id && stored.Version == expectedVersion);
        if (at < 0)
        {
            return false;
        }

        sessions[at] = session;
        return true;
    });

    private async ValueTask<bool> ChangeAsync(StoredReconnectSession session, Func<List<StoredReconnectSession>, bool> change)
    {
        var sessions = await ReadAsync();
        if (!change(sessions))
        {
            return false;
        }

        await WriteAsync($"store {ReconnectSession.FromJson(session.Json).Phase}", Encoding.UTF8.GetBytes(string.Concat(sessions.Select(stored => stored.Json + "\n"))));
        return true;
    }

    private async Task WriteAsync(string what, byte[] bytes)
    {
        await ArriveAsync($"{what}: before");
        await using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.WriteThrough))
        {
            await file.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await ArriveAsync($"{what}: half");
            await file.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        File.Move(path + ".new", path, overwrite: true);
        await ArriveAsync($"{what}: after");
    }

    private Task ArriveAsync(string point) => arriveAt is null ? Task.CompletedTask : arriveAt(point);

    private async Task<List<StoredReconnectSession>> ReadAsync() => File.Exists(path)
        ? [.. (await File.ReadAllLinesAsync(path)).Select(line => StoredReconnectSession.From(ReconnectSession.FromJson(line)))]
        : [];
}
