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
}

/// <summary>One connection of a refresh intent.</summary>
internal sealed class AraucariaRefreshDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? ConnectionId { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Status { get; set; }

    [JsonIgnore]
    public bool IsOver => AraucariaCode.Is(Status, "completed") || AraucariaCode.Is(Status, "failed");
}
