using System.Text.Json;
using ConnectionSdk.Json;

namespace ConnectionSdk;

/// <summary>A first connection on its way. Keep <see cref="ToJson"/> until the user comes back.</summary>
public sealed record ConnectSession
{
    /// <summary>The user who connects.</summary>
    public required UserRef User { get; init; }

    /// <summary>The page or widget to open for the user.</summary>
    public required RequiredAction Action { get; init; }

    /// <summary>The connection, where the provider creates it before the user has chosen a bank (Araucaria); null elsewhere.</summary>
    public string? ConnectionId { get; init; }

    /// <summary>When the link or token lapses; null when unknown.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The hash of the state value that the user must bring back; null where the provider has none.</summary>
    public string? StateHash { get; init; }

    /// <summary>Until when the user may come back with that value: half an hour after it was handed out. Null where the provider has none.</summary>
    public DateTimeOffset? StateExpiresAt { get; init; }

    /// <summary>The session as JSON, without the link or token: fit to be stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this with { Action = Action.WithoutLaunch() }, CoreJsonContext.Default.ConnectSession);

    /// <summary>Reads a stored session.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <exception cref="ConnectionSdkException">The text is no session.</exception>
    public static ConnectSession FromJson(string json) => CoreJsonContext.Read(json, CoreJsonContext.Default.ConnectSession, "connect session");
}
