namespace ConnectionSdk;

/// <summary>Remembers deliveries in memory: for one process, tests and samples. The oldest are forgotten first.</summary>
/// <param name="timeProvider">The clock; null takes the system's.</param>
/// <param name="capacity">How many deliveries, and how many connections, are remembered.</param>
public sealed class InMemoryWebhookStore(TimeProvider? timeProvider = null, int capacity = 100_000) : IWebhookStore
{
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;
    private readonly object _lock = new();
    private readonly Recent<(ProviderId Provider, string Key), Mark> _marks = new(capacity);
    private readonly Recent<(ProviderId Provider, string ConnectionId), DateTimeOffset> _applied = new(capacity);

    /// <inheritdoc/>
    public ValueTask<WebhookMark> BeginAsync(ProviderId provider, string key, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_marks.TryGet((provider, key), out var mark) && mark.Until > now)
            {
                return new(mark.IsDone ? WebhookMark.Done : WebhookMark.Seen);
            }

            _marks.Set((provider, key), new Mark(now + lease, IsDone: false));
            return new(WebhookMark.New);
        }
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(ProviderId provider, string key, TimeSpan keep, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _marks.Set((provider, key), new Mark(_time.GetUtcNow() + keep, IsDone: true));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(ProviderId provider, string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_marks.TryGet((provider, key), out var mark) && !mark.IsDone)
            {
                _marks.Remove((provider, key));
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<WebhookOrder> AdvanceAsync(ConnectionRef connection, DateTimeOffset occurredAt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var key = (connection.Provider, connection.ConnectionId);
            if (_applied.TryGet(key, out var latest) && latest >= occurredAt)
            {
                return new(latest == occurredAt ? WebhookOrder.Same : WebhookOrder.Older);
            }

            _applied.Set(key, occurredAt);
            return new(WebhookOrder.Newer);
        }
    }

    private readonly record struct Mark(DateTimeOffset Until, bool IsDone);

    /// <summary>A map that forgets what was set longest ago. Setting a key again leaves its old place in the queue, which is recognised by its number.</summary>
    private sealed class Recent<TKey, TValue>(int capacity)
        where TKey : notnull
    {
        private readonly Dictionary<TKey, (TValue Value, long Number)> _values = [];
        private readonly Queue<(TKey Key, long Number)> _queue = new();
        private long _number;

        public bool TryGet(TKey key, out TValue value)
        {
            var found = _values.TryGetValue(key, out var entry);
            value = entry.Value;
            return found;
        }

        public void Set(TKey key, TValue value)
        {
            _values[key] = (value, ++_number);
            _queue.Enqueue((key, _number));
            while (_values.Count > capacity || _queue.Count > 2 * capacity)
            {
                var (oldest, number) = _queue.Dequeue();
                if (_values.TryGetValue(oldest, out var entry) && entry.Number == number)
                {
                    _values.Remove(oldest);
                }
            }
        }

        public void Remove(TKey key) => _values.Remove(key);
    }
}
