namespace ConnectionSdk.Providers;

/// <summary>Reads a provider's error envelope. Implemented by each adapter; must cope with any bytes.</summary>
public interface IProviderErrorReader
{
    /// <summary>True when a 2xx answer may carry an error inside (Aerosync); then <see cref="Read"/> sees those bodies too.</summary>
    bool LooksInsideSuccess => false;

    /// <summary>Reads the error.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="contentType">The raw <c>Content-Type</c>, or null.</param>
    /// <param name="body">The body, at most 64 KiB; empty when there was none or it was larger.</param>
    /// <returns>What the body says; null when it says nothing readable, or is no error after all (2xx).</returns>
    /// <remarks>JSON exceptions thrown here count as "nothing readable".</remarks>
    ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body);
}
