namespace ConnectionSdk.Providers;

/// <summary>
/// Lets a host share renewable tokens between processes. A store that fails, or takes longer than two seconds, is gone around; a new token is in use before it
/// is written.
/// </summary>
public interface ITokenStore
{
    /// <summary>Reads a token.</summary>
    /// <param name="key">The provider, tenant and subject it belongs to.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The token, or null.</returns>
    ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps a token in the place of the one before.</summary>
    /// <param name="key">The provider, tenant and subject it belongs to.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <returns>A task that ends when it is kept.</returns>
    ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken);
}
