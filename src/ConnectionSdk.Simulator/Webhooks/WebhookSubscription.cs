namespace ConnectionSdk.Simulator;

/// <summary>An address a provider delivers to. Thread-safe.</summary>
public sealed class WebhookSubscription
{
    private volatile bool _isPaused;
    private volatile bool _isCancelled;
    private volatile string? _secret;

    internal WebhookSubscription(Uri url, string? secret, IReadOnlyList<string> events)
    {
        Url = url;
        _secret = secret;
        Events = events;
    }

    /// <summary>The address; providers that sign a path sign this one's.</summary>
    public Uri Url { get; }

    /// <summary>The events it is told.</summary>
    public IReadOnlyList<string> Events { get; }

    /// <summary>Whether nothing is delivered for now; what happens meanwhile is not delivered later either.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>Deliveries given up in a row. Aerosync pauses a subscription after five.</summary>
    public int FailuresInARow { get; internal set; }

    internal string? Secret => _secret;

    internal bool IsCancelled => _isCancelled;

    /// <summary>Every request from now on is signed with this secret, those of older events too.</summary>
    /// <param name="secret">The new secret.</param>
    public void ReplaceSecret(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        _secret = secret;
    }

    /// <summary>Stops deliveries until <see cref="Resume"/>.</summary>
    public void Pause() => _isPaused = true;

    /// <summary>Goes on after <see cref="Pause"/>, or after the provider has paused it.</summary>
    public void Resume()
    {
        FailuresInARow = 0;
        _isPaused = false;
    }

    /// <summary>Ends it; deliveries under way are given up.</summary>
    public void Cancel() => _isCancelled = true;
}
