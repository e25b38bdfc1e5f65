using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria.Api;

/// <summary>Araucaria: Errors. The same envelope for every failure.</summary>
internal sealed class AraucariaErrorDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Code { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Message { get; set; }
}
