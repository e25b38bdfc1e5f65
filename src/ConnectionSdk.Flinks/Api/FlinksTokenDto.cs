using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>An authorize token, good for one use, or why there is none. Flinks: Generate authorize token.</summary>
internal sealed class FlinksTokenDto
{
    public SensitiveString? Token { get; set; }

    [JsonConverter(typeof(FlinksCodeConverter))]
    public string? FlinksCode { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Message { get; set; }
}
