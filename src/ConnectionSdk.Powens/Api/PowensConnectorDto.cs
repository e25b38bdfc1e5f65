using System.Text.Json.Serialization;

namespace ConnectionSdk.Powens.Api;

/// <summary>Powens: Connectors, Connector object, as far as it names the bank.</summary>
internal sealed class PowensConnectorDto
{
    [JsonConverter(typeof(PowensTextConverter))]
    public string? Uuid { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Name { get; set; }
}
