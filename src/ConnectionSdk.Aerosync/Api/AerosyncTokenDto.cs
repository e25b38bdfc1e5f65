using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync.Api;

/// <summary>An API token or a widget token. Aerosync: Generate a token.</summary>
internal sealed class AerosyncTokenDto
{
    public SensitiveString? Token { get; set; }

    /// <summary>Seconds, as text.</summary>
    [JsonPropertyName("TTL")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Ttl { get; set; }
}
