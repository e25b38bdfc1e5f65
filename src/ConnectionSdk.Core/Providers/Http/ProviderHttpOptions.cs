using System.Globalization;

namespace ConnectionSdk.Providers;

/// <summary>How calls to a provider behave when things go wrong. The defaults suit almost everyone.</summary>
/// <remarks>Retries can be turned off here; nothing can turn them on for calls that create or submit.</remarks>
public sealed class ProviderHttpOptions
{
    /// <summary>Whether Read and Mint calls are repeated after temporary failures.</summary>
    /// <value>Default: true.</value>
    public bool Retries { get; set; } = true;

    /// <summary>Retry tokens: a retry after a failure costs 10, after a rate limit 5; a clean success gives 1 back. Empty means no retries, never a wait.</summary>
    /// <value>Default: 100, so a dead provider is bothered by at most 10 extra calls. From 0 to 10000.</value>
    public int RetryBudget { get; set; } = 100;

    /// <summary>The longest <c>Retry-After</c> that is waited for inside a call; longer ones fail at once with the value on the exception.</summary>
    /// <value>Default: 30 seconds. From 0 to ten minutes.</value>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether calls are held back for a moment when half of the last ones failed.</summary>
    /// <value>Default: true.</value>
    public bool Breaker { get; set; } = true;

    /// <summary>How long calls are held back before one is let through to see whether the provider is back.</summary>
    /// <value>Default: 15 seconds. From a second to ten minutes.</value>
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Stretches (or shortens) every timeout, for slow networks.</summary>
    /// <value>Default: 1. From 0.1 to 100.</value>
    public double TimeoutFactor { get; set; } = 1;

    /// <summary>Allows <c>http://</c> and loopback addresses, for tests against a stub or simulator on this machine.</summary>
    /// <value>Default: false.</value>
    public bool AllowInsecureLoopback { get; set; }

    /// <summary>Allows https addresses on private networks (10/8, 192.168/16, <c>.local</c>, ...), for a gateway of one's own.</summary>
    /// <value>Default: false.</value>
    public bool AllowPrivateHosts { get; set; }

    /// <summary>What is wrong with these options, a sentence each; checked by <see cref="Hosting.ProviderOptionsRules{TOptions}"/> at start-up.</summary>
    internal IEnumerable<string> Problems()
    {
        return new[]
        {
            Refuse(nameof(RetryBudget), RetryBudget, 0, 10_000),
            Refuse(nameof(MaxRetryAfter), MaxRetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            Refuse(nameof(BreakerPause), BreakerPause, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            Refuse(nameof(TimeoutFactor), TimeoutFactor, 0.1, 100),
        }.OfType<string>();

        static string? Refuse<T>(string name, T value, T min, T max)
            where T : IComparable<T> => value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"Http.{name} must be from {min} to {max}.");
    }
}
