using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens.Api;

/// <summary>Powens: Connectors, ConnectorField object. On a connection everything but the name may be absent.</summary>
internal sealed class PowensFieldDto
{
    [JsonConverter(typeof(PowensTextConverter))]
    public string? Name { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Type { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Label { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Description { get; set; }

    [JsonConverter(typeof(LenientFlagConverter))]
    public bool? Required { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Regex { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Value { get; set; }

    public PowensFieldValueDto[]? Values { get; set => field = PowensList.WithoutNulls(value); }
}

/// <summary>One choice of a list field.</summary>
internal sealed class PowensFieldValueDto
{
    [JsonConverter(typeof(PowensTextConverter))]
    public string? Label { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Value { get; set; }
}
