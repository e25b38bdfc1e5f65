using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ConnectionSdk.Json;

namespace ConnectionSdk;

/// <summary>One end user at one provider. Round-trips as text, for example <c>powens@acme:42</c>.</summary>
[JsonConverter(typeof(UserRefJsonConverter))]
public sealed record UserRef
{
    /// <summary>Names a user.</summary>
    /// <param name="provider">The registration the user belongs to.</param>
    /// <param name="userId">The provider's id of the user.</param>
    /// <exception cref="ArgumentException">A part is empty, longer than 256 characters, or holds control characters.</exception>
    public UserRef(ProviderId provider, string userId)
    {
        Provider = provider.Checked(nameof(provider));
        UserId = RefText.Check(userId, nameof(userId));
    }

    /// <summary>The registration the user belongs to.</summary>
    public ProviderId Provider { get; }

    /// <summary>The provider's id of the user.</summary>
    public string UserId { get; }

    /// <summary>One of the user's connections.</summary>
    /// <param name="connectionId">The provider's id of the connection.</param>
    public ConnectionRef Connection(string connectionId) => new(Provider, connectionId, UserId);

    /// <summary>Reads the text form.</summary>
    /// <param name="text">For example <c>powens@acme:42</c>.</param>
    /// <exception cref="FormatException">The text is no user reference.</exception>
    public static UserRef Parse(string text) =>
        TryParse(text, out var user) ? user : throw new FormatException("Not a user reference. Expected provider[@tenant]:user.");

    /// <summary>Reads the text form.</summary>
    /// <param name="text">For example <c>powens@acme:42</c>.</param>
    /// <param name="user">The reference, when the text is one.</param>
    /// <returns>Whether the text is a user reference.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out UserRef? user)
    {
        user = RefText.TryParse(text, out var provider, out var userId, out var connectionId) && userId is not null && connectionId is null
            ? new UserRef(provider, userId)
            : null;
        return user is not null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => RefText.Format(Provider, UserId, null);
}
