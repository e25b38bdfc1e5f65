using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ConnectionSdk.Json;

namespace ConnectionSdk;

/// <summary>
/// One bank connection: the provider's registration, the user where the provider needs it, and the connection's id.
/// Round-trips as text, for example <c>powens@acme:42/1234</c>; store that.
/// </summary>
[JsonConverter(typeof(ConnectionRefJsonConverter))]
public sealed record ConnectionRef
{
    /// <summary>Names a connection.</summary>
    /// <param name="provider">The registration the connection belongs to.</param>
    /// <param name="connectionId">The provider's id of the connection.</param>
    /// <param name="userId">The provider's id of the user; null where the provider does not need it.</param>
    /// <exception cref="ArgumentException">A part is empty, longer than 256 characters, or holds control characters.</exception>
    public ConnectionRef(ProviderId provider, string connectionId, string? userId = null)
    {
        Provider = provider.Checked(nameof(provider));
        ConnectionId = RefText.Check(connectionId, nameof(connectionId));
        UserId = userId is null ? null : RefText.Check(userId, nameof(userId));
    }

    /// <summary>The registration the connection belongs to.</summary>
    public ProviderId Provider { get; }

    /// <summary>The provider's id of the user; null where the provider does not need it.</summary>
    public string? UserId { get; }

    /// <summary>The provider's id of the connection.</summary>
    public string ConnectionId { get; }

    /// <summary>Reads the text form.</summary>
    /// <param name="text">For example <c>powens@acme:42/1234</c>.</param>
    /// <exception cref="FormatException">The text is no connection reference.</exception>
    public static ConnectionRef Parse(string text) => TryParse(text, out var connection)
        ? connection
        : throw new FormatException("Not a connection reference. Expected provider[@tenant][:user]/connection, each part percent-encoded.");

    /// <summary>Reads the text form.</summary>
    /// <param name="text">For example <c>powens@acme:42/1234</c>.</param>
    /// <param name="connection">The reference, when the text is one.</param>
    /// <returns>Whether the text is a connection reference.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ConnectionRef? connection)
    {
        connection = RefText.TryParse(text, out var provider, out var userId, out var connectionId) && connectionId is not null
            ? new ConnectionRef(provider, connectionId, userId)
            : null;
        return connection is not null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => RefText.Format(Provider, UserId, ConnectionId);
}
