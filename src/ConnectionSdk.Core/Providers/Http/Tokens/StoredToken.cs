namespace ConnectionSdk.Providers;

/// <summary>A token as a host's store keeps it.</summary>
/// <param name="value">The token. The store must encrypt it.</param>
/// <param name="expiresAt">When it ends; null when it does not expire by time.</param>
public sealed class StoredToken(SensitiveString value, DateTimeOffset? expiresAt)
{
    /// <summary>The token. The store must encrypt it.</summary>
    public SensitiveString Value { get; } = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>When it ends; null when it does not expire by time.</summary>
    public DateTimeOffset? ExpiresAt { get; } = expiresAt;
}
