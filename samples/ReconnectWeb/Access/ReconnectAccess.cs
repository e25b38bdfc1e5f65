using ConnectionSdk.AspNetCore;
using ConnectionSdk.ReconnectWeb.Pages;
using ConnectionSdk.ReconnectWeb.Product;

namespace ConnectionSdk.ReconnectWeb.Access;

/// <summary>Tells the reconnect endpoints who is signed in, what is theirs, and what the product knows of it.</summary>
internal sealed class ReconnectAccess(ConnectionBook book) : IReconnectAccess
{
    public ValueTask<string?> GetUserAsync(HttpContext context, CancellationToken cancellationToken) => new(context.User()?.Id);

    public ValueTask<bool> OwnsAsync(string user, ConnectionRef connection, CancellationToken cancellationToken) =>
        new(book.Find(connection) is { } kept && kept.Owner == user);

    /// <summary>The accounts as last read: a bank that refuses its login shows none, and the repair has to tell whether the right ones came back.</summary>
    public ValueTask<ReconnectOptions> PrepareAsync(string user, ConnectionRef connection, ReconnectOptions options, CancellationToken cancellationToken) =>
        new(book.Find(connection) is { Accounts: { Count: > 0 } accounts } ? options with { KnownAccounts = accounts } : options);
}
