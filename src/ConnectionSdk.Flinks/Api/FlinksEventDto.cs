using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>What Flinks Connect posts to the page around it: camel case, open set of steps. Flinks: Events, Handled errors.</summary>
internal sealed class FlinksEventDto
{
    [JsonPropertyName("step")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Step { get; set; }

    [JsonPropertyName("flinksCode")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? FlinksCode { get; set; }

    [JsonPropertyName("loginId")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? LoginId { get; set; }

    [JsonPropertyName("requestId")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? RequestId { get; set; }

    [JsonPropertyName("url")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Url { get; set; }

    [JsonPropertyName("accountId")]
    [JsonConverter(typeof(FlinksTextsConverter))]
    public string[]? AccountId { get; set; }

    [JsonPropertyName("resumeSelectedAccounts")]
    [JsonConverter(typeof(FlinksTextsConverter))]
    public string[]? ResumeSelectedAccounts { get; set; }

    /// <summary>The message itself, where a page passes on the whole browser event.</summary>
    [JsonPropertyName("data")]
    public FlinksEventDto? Data { get; set; }
}
