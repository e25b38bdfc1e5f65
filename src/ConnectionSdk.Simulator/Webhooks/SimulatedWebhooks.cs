namespace ConnectionSdk.Simulator;

/// <summary>
/// The webhooks of a simulated provider: real HTTP requests to the addresses subscribed, with the provider's payloads, headers and signatures,
/// whenever its state machine moves. They go out one after the other, are repeated on the provider's schedule, and can be spoiled on demand.
/// Thread-safe.
/// </summary>
/// <remarks>
/// Requests are real, waiting is on the simulator's clock: after moving a <see cref="SimulatedClock"/>, wait with <see cref="WaitUntilIdleAsync"/>
/// for what that set off. With the system's clock everything goes by itself.
/// </remarks>
public sealed class SimulatedWebhooks
{
    // The longest wait a timer of the system can be given is shorter than some consents last.
    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(1);

    private readonly SimulatedProvider _provider;
    private readonly object _gate = new();
    private readonly List<WebhookSubscription> _subscriptions = [];
    private readonly List<WebhookDelivery> _deliveries = [];
    private readonly List<WebhookDelivery> _held = [];
    private readonly WebhookSender _sender;
    private ITimer? _look;
    private bool _holds;

    internal SimulatedWebhooks(SimulatedProvider provider, WebhookSender sender)
    {
        _provider = provider;
        _sender = sender;
    }

    /// <summary>The events this provider has.</summary>
    public IReadOnlyList<string> Events => _provider.WebhookSource.Events;

    /// <summary>How long after each failed attempt the next one comes; after the last one a delivery is given up.</summary>
    /// <value>Default: the provider's own schedule, see the documentation of webhooks for what of it is assumed.</value>
    public IReadOnlyList<TimeSpan> Repeats
    {
        get => _sender.Repeats ?? _provider.WebhookSource.Repeats;
        set => _sender.Repeats = value;
    }

    /// <summary>How long the application may take to answer, on the simulator's clock.</summary>
    /// <value>Default: 30 seconds, which Araucaria documents and the others leave open.</value>
    public TimeSpan AnswerWithin
    {
        get => _sender.AnswerWithin;
        set => _sender.AnswerWithin = value;
    }

    /// <summary>Whether a repetition is signed anew, with the time and the secret of that moment; otherwise it repeats the first attempt's headers.</summary>
    /// <value>Default: true. No provider says.</value>
    public bool SignsRepetitionsAnew
    {
        get => _sender.SignsRepetitionsAnew;
        set => _sender.SignsRepetitionsAnew = value;
    }

    /// <summary>The subscriptions there are.</summary>
    public IReadOnlyList<WebhookSubscription> Subscriptions
    {
        get
        {
            lock (_gate)
            {
                return [.. _subscriptions.Where(subscription => !subscription.IsCancelled)];
            }
        }
    }

    /// <summary>Everything delivered so far, or on its way, in order: what really went over the wire, and what was answered.</summary>
    public IReadOnlyList<WebhookDelivery> Deliveries
    {
        get
        {
            lock (_gate)
            {
                return [.. _deliveries];
            }
        }
    }

    /// <summary>What waits for <see cref="Release"/>.</summary>
    public IReadOnlyList<WebhookDelivery> Held
    {
        get
        {
            lock (_gate)
            {
                return [.. _held];
            }
        }
    }

    /// <summary>Delivers events to an address from now on, as far as anything changes.</summary>
    /// <param name="url">The address.</param>
    /// <param name="secret">
    /// The secret; null for what the provider does without one: Powens shows the user's token, Aerosync and Flinks sign nothing.
    /// </param>
    /// <param name="events">The events; all there are when none is named. At Powens each event can have an address of its own.</param>
    /// <exception cref="ArgumentException">The provider always signs, and no secret was given.</exception>
    public WebhookSubscription Subscribe(Uri url, string? secret, params string[] events)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(events);
        if (string.IsNullOrEmpty(secret) && (secret is not null || _provider.WebhookSource.AlwaysSigns))
        {
            throw new ArgumentException("This provider signs every delivery: give a secret.", nameof(secret));
        }

        var subscription = new WebhookSubscription(url, secret, events.Length > 0 ? [.. events] : Events);
        _provider.Locked(() =>
        {
            if (Subscriptions.Count == 0)
            {
                // What happened while nobody listened is not told later.
                _provider.WebhookSource.Begin();
            }

            lock (_gate)
            {
                _subscriptions.Add(subscription);
            }

            return true;
        });
        return subscription;
    }

    /// <summary>Plans a fault for the next requests that fit. Faults strike in the order they were added, one to a request.</summary>
    /// <param name="fault">What happens to them.</param>
    /// <param name="times">How many requests it strikes.</param>
    /// <param name="eventName">An event, or null for any.</param>
    public void Spoil(WebhookFault fault, int times = 1, string? eventName = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        _sender.Plan(fault, times, eventName);
    }

    /// <summary>Keeps what happens from now on back until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holds = true;
        }
    }

    /// <summary>Sends what was held back, and holds no longer.</summary>
    /// <param name="order">The places in <see cref="Held"/>, in the order to send them in; all, in their own order, when none is given.</param>
    /// <exception cref="ArgumentException">A place is missing, or there twice.</exception>
    public void Release(params int[] order)
    {
        ArgumentNullException.ThrowIfNull(order);
        WebhookDelivery[] released;
        lock (_gate)
        {
            if (order.Length > 0 && !order.Order().SequenceEqual(Enumerable.Range(0, _held.Count)))
            {
                throw new ArgumentException($"Each place from 0 to {_held.Count - 1} must be there once.", nameof(order));
            }

            released = order.Length > 0 ? Array.ConvertAll(order, place => _held[place]) : [.. _held];
            _held.Clear();
            _holds = false;
        }

        Array.ForEach(released, _sender.Send);
    }

    /// <summary>Delivers something that did not happen, rightly signed: an unknown event, a forged body.</summary>
    /// <param name="eventName">The provider's name of the event; at Powens it chooses the address. An event nobody has subscribed to goes to every address.</param>
    /// <param name="body">The body, sent as it is.</param>
    /// <returns>One delivery for each address.</returns>
    public IReadOnlyList<WebhookDelivery> Send(string eventName, string body)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        ArgumentNullException.ThrowIfNull(body);
        var told = new SimulatedEvent(eventName, System.Text.Encoding.UTF8.GetBytes(body));
        var concerned = Subscriptions.Where(subscription => subscription.Events.Contains(eventName, StringComparer.Ordinal)).ToArray();
        return Deliver(told, concerned.Length > 0 ? concerned : Subscriptions);
    }

    /// <summary>Sends an old delivery again, byte for byte and with the headers of its first attempt, as somebody who has overheard it would. Not repeated.</summary>
    /// <param name="overheard">A delivery that was sent.</param>
    /// <returns>The delivery it makes.</returns>
    /// <exception cref="InvalidOperationException">It has not been sent yet.</exception>
    public WebhookDelivery Replay(WebhookDelivery overheard)
    {
        ArgumentNullException.ThrowIfNull(overheard);
        var headers = overheard.Attempts is [var first, ..] ? first.Headers : throw new InvalidOperationException("The delivery has not been sent yet.");
        WebhookDelivery replay;
        lock (_gate)
        {
            replay = new WebhookDelivery(_deliveries.Count + 1, overheard.Told, overheard.Subscription, _provider.Clock.GetUtcNow())
            {
                FixedHeaders = headers,
                IsRepeated = false,
            };
            _deliveries.Add(replay);
        }

        _sender.Send(replay);
        return replay;
    }

    /// <summary>Waits until no request is under way or due; what waits for the clock, or is held back, does not count.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">30 seconds of real time went by.</exception>
    public Task WaitUntilIdleAsync(CancellationToken cancellationToken = default) => _sender.WaitUntilIdleAsync(cancellationToken);

    /// <summary>Looks what has changed, delivers it, and looks again when time alone will change something. The caller holds the simulator's lock.</summary>
    internal void Notice()
    {
        if (Subscriptions.Count == 0)
        {
            return;
        }

        var lookedAt = _provider.Clock.GetUtcNow();
        foreach (var told in _provider.WebhookSource.Notice().ToArray())
        {
            Deliver(told, Subscriptions.Where(subscription => subscription.Events.Contains(told.Name, StringComparer.Ordinal)));
        }

        // Time goes on during a look: what fell due meanwhile is not lost, but looked at again at once.
        LookAgainAt(_provider.WebhookSource.Changes().Where(at => at > lookedAt).Min());
    }

    internal void StopLooking() => _look?.Dispose();

    private List<WebhookDelivery> Deliver(SimulatedEvent told, IEnumerable<WebhookSubscription> subscriptions)
    {
        var made = new List<WebhookDelivery>();
        var now = _provider.Clock.GetUtcNow();
        foreach (var subscription in subscriptions.Where(each => !each.IsPaused))
        {
            WebhookDelivery delivery;
            bool holds;
            lock (_gate)
            {
                delivery = new WebhookDelivery(_deliveries.Count + 1, told, subscription, now);
                _deliveries.Add(delivery);
                holds = _holds;
                if (holds)
                {
                    _held.Add(delivery);
                }
            }

            made.Add(delivery);
            if (!holds)
            {
                _sender.Send(delivery);
            }
        }

        return made;
    }

    private void LookAgainAt(DateTimeOffset? at)
    {
        if (at is not { } next)
        {
            _look?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        _look ??= _provider.Clock.CreateTimer(
            static provider => ((SimulatedProvider)provider!).Locked(static () => true), _provider, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var wait = (next - _provider.Clock.GetUtcNow()).Ticks;
        _look.Change(TimeSpan.FromTicks(Math.Clamp(wait, 0, LongestLook.Ticks)), Timeout.InfiniteTimeSpan);
    }
}
