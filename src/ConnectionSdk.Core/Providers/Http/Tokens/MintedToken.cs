namespace ConnectionSdk.Providers;

/// <summary>A token as a provider (or the host) just gave it.</summary>
/// <param name="value">The token.</param>
/// <param name="lifetime">How long it is valid, counted from when it was asked for; null when it does not expire by time.</param>
public sealed class MintedToken(SensitiveString value, TimeSpan? lifetime = null)
{
    /// <summary>The token.</summary>
    public SensitiveString Value { get; } = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>How long it is valid, counted from when it was asked for; null when it does not expire by time.</summary>
    public TimeSpan? Lifetime { get; } = lifetime;
}
