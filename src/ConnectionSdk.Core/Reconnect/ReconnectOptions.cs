namespace ConnectionSdk;

/// <summary>How a repair is started.</summary>
public sealed record ReconnectOptions
{
    internal static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(1);

    /// <summary>
    /// Where the user comes back to after a redirect, exactly as registered with the provider and without a query;
    /// null takes the registration's own address.
    /// </summary>
    public Uri? RedirectUri { get; init; }

    /// <summary>The user's language as a two-letter code; null takes the registration's default.</summary>
    public string? Language { get; init; }

    /// <summary>
    /// The accounts that were connected before. Null has them read at the start, which works as long as the provider still answers.
    /// </summary>
    public IReadOnlyList<Account>? KnownAccounts { get; init; }

    /// <summary>What happens when other accounts come back. Default: <see cref="ContinuityPolicy.Strict"/>.</summary>
    public ContinuityPolicy Continuity { get; init; } = ContinuityPolicy.Strict;

    /// <summary>Whether to renew a consent that still works, before it runs out. Default: false, a healthy connection is left alone.</summary>
    public bool RenewConsent { get; init; }

    /// <summary>
    /// A step that is under way at the provider already and waits for the user: <see cref="Connection.ResumeToken"/> as a read or refresh showed it.
    /// Null begins with the connection's state.
    /// </summary>
    public string? ResumeToken { get; init; }

    /// <summary>What happens when a repair of this connection is already on its way. Default: <see cref="WhenInProgress.Join"/>.</summary>
    public WhenInProgress WhenInProgress { get; init; }

    /// <summary>How long the whole repair may take. Default: 30 minutes. At most a day.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(30);
}
