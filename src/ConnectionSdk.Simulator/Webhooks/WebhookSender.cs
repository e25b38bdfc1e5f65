namespace ConnectionSdk.Simulator;

/// <summary>Sends deliveries one after the other, and repeats those that were not taken.</summary>
internal sealed class WebhookSender(SimulatedProvider provider) : IAsyncDisposable
{
    private static readonly TimeSpan PatienceInRealTime = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly Queue<WebhookDelivery> _due = new();
    private readonly HashSet<ITimer> _waiting = [];
    private readonly List<PlannedFault> _planned = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private TaskCompletionSource? _busy;

    public IReadOnlyList<TimeSpan>? Repeats { get; set; }

    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(30);

    public bool SignsRepetitionsAnew { get; set; } = true;

    public void Plan(WebhookFault fault, int times, string? eventName)
    {
        lock (_gate)
        {
            _planned.Add(new PlannedFault(fault, eventName) { Times = times });
        }
    }

    public void Send(WebhookDelivery delivery)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _due.Enqueue(delivery);
            if (_busy is not null)
            {
                return;
            }

            _busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // The caller may hold the simulator's lock, and its request must not wait for this one.
        _ = Task.Run(SendDueAsync);
    }

    public async Task WaitUntilIdleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task busy;
            lock (_gate)
            {
                if (_busy is null)
                {
                    return;
                }

                busy = _busy.Task;
            }

            await busy.WaitAsync(PatienceInRealTime, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        ITimer[] waiting;
        Task? busy;
        lock (_gate)
        {
            (waiting, busy) = ([.. _waiting], _busy?.Task);
            _waiting.Clear();
            _due.Clear();
        }

        Array.ForEach(waiting, timer => timer.Dispose());
        if (busy is not null)
        {
            await busy.ConfigureAwait(false);
        }

        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task SendDueAsync()
    {
        while (true)
        {
            WebhookDelivery? delivery;
            TaskCompletionSource? idle = null;
            lock (_gate)
            {
                if (!_due.TryDequeue(out delivery))
                {
                    (idle, _busy) = (_busy, null);
                }
            }

            if (delivery is null)
            {
                idle!.SetResult();
                return;
            }

            await AttemptAsync(delivery).ConfigureAwait(false);
        }
    }

    private async Task AttemptAsync(WebhookDelivery delivery)
    {
        var subscription = delivery.Subscription;
        if (subscription.IsCancelled)
        {
            delivery.IsGivenUp = !delivery.IsTaken;
            return;
        }

        var fault = Take(delivery);
        if (fault?.Delay > TimeSpan.Zero)
        {
            After(fault.Delay, delivery);
            return;
        }

        var at = provider.Clock.GetUtcNow();
        var headers = HeadersOf(delivery, fault, at);
        var status = fault?.IsLost == true ? null : await PostAsync(delivery, headers, fault).ConfigureAwait(false);
        delivery.Add(new WebhookAttempt(delivery.AttemptCount + 1, at, status, headers, fault?.Name));
        if (fault?.IsDoubled == true)
        {
            var second = await PostAsync(delivery, headers, fault).ConfigureAwait(false);
            delivery.Add(new WebhookAttempt(delivery.AttemptCount + 1, at, second, headers, fault.Name));
        }

        Conclude(delivery, status);
    }

    private void Conclude(WebhookDelivery delivery, int? status)
    {
        var subscription = delivery.Subscription;
        if (status is { } answered && provider.WebhookSource.IsTaken(answered))
        {
            delivery.IsTaken = true;
            subscription.FailuresInARow = 0;
            return;
        }

        var repeats = Repeats ?? provider.WebhookSource.Repeats;
        if (delivery.IsRepeated && delivery.FailuresInARow < repeats.Count)
        {
            After(repeats[delivery.FailuresInARow++], delivery);
            return;
        }

        delivery.IsGivenUp = true;
        subscription.FailuresInARow++;
        if (subscription.FailuresInARow >= provider.WebhookSource.PausesAfter)
        {
            subscription.Pause();
        }
    }

    private IReadOnlyList<KeyValuePair<string, string>> HeadersOf(WebhookDelivery delivery, WebhookFault? fault, DateTimeOffset at)
    {
        if (delivery.FixedHeaders is { } overheard)
        {
            return overheard;
        }

        if (!SignsRepetitionsAnew && delivery.Attempts is [var first, ..])
        {
            return first.Headers;
        }

        var secret = fault?.Secret ?? delivery.Subscription.Secret;
        var headers = provider.WebhookSource.Headers(delivery.Told, delivery.Subscription.Url, secret, at - (fault?.SignedEarlier ?? TimeSpan.Zero));
        return [.. fault?.IsUnsigned == true ? headers.Where(header => header.Key == "User-Agent") : headers];
    }

    private async Task<int?> PostAsync(WebhookDelivery delivery, IReadOnlyList<KeyValuePair<string, string>> headers, WebhookFault? fault)
    {
        var body = delivery.Body.ToArray();
        if (fault?.FlippedBit is { } bit && body.Length > 0)
        {
            body[bit / 8 % body.Length] ^= (byte)(1 << (bit % 8));
        }

        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Subscription.Url) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var patience = new CancellationTokenSource(AnswerWithin, provider.Clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stopping.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ending.Token).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private void After(TimeSpan wait, WebhookDelivery delivery)
    {
        if (wait <= TimeSpan.Zero)
        {
            Send(delivery);
            return;
        }

        ITimer? timer = null;
        timer = provider.Clock.CreateTimer(_ => GoOn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                timer.Dispose();
                return;
            }

            _waiting.Add(timer);
        }

        timer.Change(wait, Timeout.InfiniteTimeSpan);

        void GoOn()
        {
            lock (_gate)
            {
                _waiting.Remove(timer!);
            }

            timer!.Dispose();
            Send(delivery);
        }
    }

    private WebhookFault? Take(WebhookDelivery delivery)
    {
        lock (_gate)
        {
            if (_planned.Find(planned => planned.EventName is null || planned.EventName == delivery.Event) is not { } match)
            {
                return null;
            }

            match.Times--;
            if (match.Times == 0)
            {
                _planned.Remove(match);
            }

            return match.Fault;
        }
    }

    private sealed record PlannedFault(WebhookFault Fault, string? EventName)
    {
        public int Times { get; set; }
    }
}
