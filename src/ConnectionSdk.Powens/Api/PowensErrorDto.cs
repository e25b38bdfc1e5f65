using System.Text.Json.Serialization;

namespace ConnectionSdk.Powens.Api;

/// <summary>Powens: Errors. The old shape has <c>code</c> and <c>message</c> only.</summary>
internal sealed class PowensErrorDto
{
    [JsonConverter(typeof(PowensTextConverter))]
    public string? Code { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Description { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Message { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? RequestId { get; set; }
}
