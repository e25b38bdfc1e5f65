using Microsoft.AspNetCore.Http;

namespace ConnectionSdk.AspNetCore;

/// <summary>
/// Who the user is, and which connections are theirs: what only the host knows. The reconnect endpoints ask before they do anything and never guess.
/// Registered per request with <c>AddConnectionSdkAspNetCore&lt;TAccess&gt;()</c>, so it may use the host's scoped services.
/// </summary>
public interface IReconnectAccess
{
    /// <summary>The host's own id of whoever is signed in; null when nobody is, which is answered with 401.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">The caller no longer waits.</param>
    /// <returns>The id: never empty, and the same at every request of the same user, because links are bound to it.</returns>
    ValueTask<string?> GetUserAsync(HttpContext context, CancellationToken cancellationToken);

    /// <summary>Whether a connection belongs to the user. False is answered with 404, the same as for something that does not exist.</summary>
    /// <param name="user">What <see cref="GetUserAsync"/> returned.</param>
    /// <param name="connection">The connection, as the request or the session names it.</param>
    /// <param name="cancellationToken">The caller no longer waits.</param>
    ValueTask<bool> OwnsAsync(string user, ConnectionRef connection, CancellationToken cancellationToken);

    /// <summary>
    /// What the host adds to a repair that is about to start, above all <see cref="ReconnectOptions.KnownAccounts"/>: a bank that refuses its login no longer
    /// shows which accounts were connected, and without them nobody can tell that the wrong ones came back.
    /// </summary>
    /// <param name="user">What <see cref="GetUserAsync"/> returned.</param>
    /// <param name="connection">The connection, which is theirs.</param>
    /// <param name="options">What the request and the endpoints' options ask for.</param>
    /// <param name="cancellationToken">The caller no longer waits.</param>
    /// <returns>What to start with. Default: <paramref name="options"/>.</returns>
    ValueTask<ReconnectOptions> PrepareAsync(string user, ConnectionRef connection, ReconnectOptions options, CancellationToken cancellationToken) => new(options);
}
