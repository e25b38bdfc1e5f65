using System.Text;

namespace ConnectionSdk.Simulator;

/// <summary>One event on its way to one subscription, and what became of it: ground truth for tests. Thread-safe.</summary>
public sealed class WebhookDelivery
{
    private readonly object _gate = new();
    private readonly List<WebhookAttempt> _attempts = [];

    internal WebhookDelivery(int number, SimulatedEvent told, WebhookSubscription subscription, DateTimeOffset raisedAt)
    {
        Number = number;
        Told = told;
        Subscription = subscription;
        RaisedAt = raisedAt;
    }

    /// <summary>Counts the deliveries of one simulator, from 1.</summary>
    public int Number { get; }

    /// <summary>The provider's name of the event.</summary>
    public string Event => Told.Name;

    /// <summary>Where it goes.</summary>
    public WebhookSubscription Subscription { get; }

    /// <summary>When the event happened, on the simulator's clock.</summary>
    public DateTimeOffset RaisedAt { get; }

    /// <summary>The body, byte for byte, as it was signed.</summary>
    public ReadOnlyMemory<byte> Body => Told.Body;

    /// <summary>The body read as UTF-8.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The requests so far, in order.</summary>
    public IReadOnlyList<WebhookAttempt> Attempts
    {
        get
        {
            lock (_gate)
            {
                return [.. _attempts];
            }
        }
    }

    /// <summary>Whether the application took it, as the provider counts.</summary>
    public bool IsTaken { get; internal set; }

    /// <summary>Whether the provider no longer tries.</summary>
    public bool IsGivenUp { get; internal set; }

    internal SimulatedEvent Told { get; }

    /// <summary>Headers that are sent as they are, for a replay; null for fresh ones.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>>? FixedHeaders { get; init; }

    internal bool IsRepeated { get; init; } = true;

    internal int FailuresInARow { get; set; }

    internal int AttemptCount
    {
        get
        {
            lock (_gate)
            {
                return _attempts.Count;
            }
        }
    }

    /// <summary>Number and event only.</summary>
    public override string ToString() => $"#{Number} {Event}";

    internal void Add(WebhookAttempt attempt)
    {
        lock (_gate)
        {
            _attempts.Add(attempt);
        }
    }
}
