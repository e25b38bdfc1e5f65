namespace ConnectionSdk;

/// <summary>How a repair is started.</summary>
public sealed record ReconnectOptions
{
    internal static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(1);

    /// <summary>Where the user comes back to after a redirect, exactly as registered with the provider and without a query.</summary>
    /// <value>Default: null, the registration's own address.</value>
    public Uri? RedirectUri { get; init; }

    /// <summary>The user's language as a two-letter code.</summary>
    /// <value>Default: null, the registration's own language.</value>
    public string? Language { get; init; }

    /// <summary>The accounts that were connected before.</summary>
    /// <value>Default: null, they are read at the start, which works as long as the provider still answers.</value>
    public IReadOnlyList<Account>? KnownAccounts { get; init; }

    /// <summary>What happens when other accounts come back.</summary>
    /// <value>Default: <see cref="ContinuityPolicy.Strict"/>.</value>
    public ContinuityPolicy Continuity { get; init; } = ContinuityPolicy.Strict;

    /// <summary>Whether to renew a consent that still works, before it runs out.</summary>
    /// <value>Default: false, a healthy connection is left alone.</value>
    public bool RenewConsent { get; init; }

    /// <summary>
    /// A step that is under way at the provider already and waits for the user: <see cref="Connection.ResumeToken"/> as a read or refresh showed it.
    /// </summary>
    /// <value>Default: null, what the last repair of the connection was left in, if anything; else the repair begins with the connection's state.</value>
    public string? ResumeToken { get; init; }

    /// <summary>What happens when a repair of this connection is already on its way.</summary>
    /// <value>Default: <see cref="WhenInProgress.Join"/>.</value>
    public WhenInProgress WhenInProgress { get; init; }

    /// <summary>How long the whole repair may take.</summary>
    /// <value>Default: 30 minutes. At most a day.</value>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(30);
}
