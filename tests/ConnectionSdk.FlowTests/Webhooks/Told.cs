using System.Globalization;

namespace ConnectionSdk.FlowTests.Webhooks;

/// <summary>The application's handler and its memory: what it was told, and what became of every delivery.</summary>
internal sealed class Told : IConnectionEventHandler
{
    private readonly object _gate = new();
    private readonly List<ConnectionEvent> _events = [];
    private readonly List<WebhookResult> _results = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _failures;

    public IReadOnlyList<ConnectionEvent> Events => Locked(() => _events.ToArray());

    public IReadOnlyList<WebhookResult> Results => Locked(() => _results.ToArray());

    public string Verdicts => string.Join(' ', Results.Select(result => result.Verdict));

    /// <summary>What was told, in the order it was, such as <c>ReconnectRequired Data</c>.</summary>
    public string Words => string.Join(' ', Events.Select(Word));

    /// <summary>The last state that was told.</summary>
    public ConnectionState State => Events.Select(StateOf).Last(state => state is not null)!.Value;

    public void FailNext(int times) => Locked(() => _failures = times);

    public void Forget() => Locked(() =>
    {
        _events.Clear();
        _results.Clear();
        return true;
    });

    public void Add(WebhookResult result)
    {
        var arrived = Locked(() =>
        {
            _results.Add(result);
            var signal = _arrived;
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return signal;
        });
        arrived.SetResult();
    }

    /// <summary>Waits, in real time, for what comes by itself.</summary>
    public async Task WaitForResultsAsync(int count)
    {
        while (Locked(() => _results.Count < count ? _arrived : null) is { } arrives)
        {
            await arrives.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
    {
        var fails = Locked(() =>
        {
            if (_failures > 0)
            {
                _failures--;
                return true;
            }

            _events.Add(connectionEvent);
            return false;
        });
        return fails ? throw new InvalidOperationException("The application's database is away.") : ValueTask.CompletedTask;
    }

    public static ConnectionState? StateOf(ConnectionEvent told) => told switch
    {
        ConnectionEvent.StatusChanged changed => changed.Status.State,
        ConnectionEvent.Revoked revoked => revoked.Status.State,
        ConnectionEvent.Deleted deleted => deleted.Status.State,
        _ => null,
    };

    private static string Word(ConnectionEvent told) => told switch
    {
        ConnectionEvent.StatusChanged changed => changed.Status.State + (changed.Confirmed is null ? "" : "!"),
        ConnectionEvent.DataAvailable => "Data",
        ConnectionEvent.DataRetracted => "Retracted",
        ConnectionEvent.RefreshCompleted completed => string.Create(CultureInfo.InvariantCulture, $"Refresh:{completed.Succeeded}"),
        ConnectionEvent.Revoked => "Revoked",
        ConnectionEvent.Deleted => "Deleted",
        _ => "Unknown",
    };

    private T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }
}
