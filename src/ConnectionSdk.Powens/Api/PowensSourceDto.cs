using System.Text.Json.Serialization;

namespace ConnectionSdk.Powens.Api;

/// <summary>Powens: Connections, ConnectionSource object.</summary>
internal sealed class PowensSourceDto
{
    [JsonConverter(typeof(PowensTextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(PowensCodeConverter))]
    public string? Name { get; set; }

    [JsonConverter(typeof(PowensCodeConverter))]
    public string? State { get; set; }

    [JsonConverter(typeof(PowensTimeConverter))]
    public DateTimeOffset? LastUpdate { get; set; }

    /// <summary>Whether the source is switched off; Powens sends the date.</summary>
    [JsonConverter(typeof(PowensMarkConverter))]
    public bool Disabled { get; set; }

    [JsonConverter(typeof(PowensTimeConverter))]
    public DateTimeOffset? NextTry { get; set; }

    [JsonConverter(typeof(PowensTimeConverter))]
    public DateTimeOffset? AccessExpire { get; set; }

    [JsonIgnore]
    public string? Code => PowensCode.Of(State);

    [JsonIgnore]
    public bool IsEnabled => !Disabled;
}
