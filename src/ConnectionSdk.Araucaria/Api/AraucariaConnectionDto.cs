using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria.Api;

/// <summary>Araucaria: GET /v1/connections/{connectionId}, Connection object. The editions name the id and the last sync differently.</summary>
internal sealed class AraucariaConnectionDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? ConnectionId { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? InstitutionId { get; set; }

    [JsonConverter(typeof(AraucariaCodeConverter))]
    public string? Status { get; set; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? CreatedAt { get; set; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? UpdatedAt { get; set; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? LastSyncedAt { get; set; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? LastSyncAt { get; set; }

    [JsonIgnore]
    public string? AnyId => ConnectionId ?? Id;

    [JsonIgnore]
    public DateTimeOffset? LastSync => LastSyncedAt ?? LastSyncAt;
}

/// <summary>Araucaria: POST /v1/connections and POST /v1/connections/{connectionId}/widget-token.</summary>
internal sealed class AraucariaWidgetTokenDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? ConnectionId { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; set; }

    public SensitiveString? WidgetToken { get; set; }

    [JsonIgnore]
    public string? AnyId => ConnectionId ?? Id;
}
