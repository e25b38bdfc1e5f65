using System.Text.Json.Serialization;

namespace ConnectionSdk.Powens.Api;

/// <summary>An account inside a connection, of which only the marks count: its number is not read where nobody asked for it.</summary>
internal sealed class PowensAccountMarksDto
{
    [JsonConverter(typeof(PowensMarkConverter))]
    public bool Deleted { get; set; }

    [JsonConverter(typeof(PowensMarkConverter))]
    public bool Disabled { get; set; }
}
