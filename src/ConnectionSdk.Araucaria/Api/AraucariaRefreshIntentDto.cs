using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria.Api;

/// <summary>Araucaria: POST /v1/refresh-intents, GET /v1/refresh-intents/{id}.</summary>
internal sealed class AraucariaRefreshIntentDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Status { get; set; }

    public AraucariaRefreshDto?[]? Connections { get; set; }

    /// <summary>Whether every connection has been served, well or badly.</summary>
    [JsonIgnore]
    public bool IsOver => AraucariaCode.Is(Status, "completed")
        || (Connections is { Length: > 0 } connections && Array.TrueForAll(connections, static connection => connection?.IsOver == true));

    /// <summary>How the synchronisation of a connection failed; null when it did not, as far as is said.</summary>
    public AraucariaRefreshDto? FailureOf(string connectionId) =>
        Connections?.FirstOrDefault(connection => connection is { HasFailed: true } && string.Equals(connection.ConnectionId, connectionId, StringComparison.Ordinal));
}

/// <summary>One connection of a refresh intent.</summary>
internal sealed class AraucariaRefreshDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? ConnectionId { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Status { get; set; }

    /// <summary>Why it failed, such as <c>auth_failure</c>; null when that is not said.</summary>
    [JsonConverter(typeof(AraucariaRefreshErrorConverter))]
    public string? Error { get; set; }

    [JsonIgnore]
    public bool HasFailed => AraucariaCode.Is(Status, "failed");

    [JsonIgnore]
    public bool IsOver => HasFailed || AraucariaCode.Is(Status, "completed");
}
