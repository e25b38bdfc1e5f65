using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync.Api;

/// <summary>A job as it was started or as it stands. Aerosync: Check the job status.</summary>
internal sealed class AerosyncJobDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? JobId { get; set; }

    /// <summary>The other spelling of <see cref="JobId"/>.</summary>
    [JsonPropertyName("job_id")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? OtherJobId { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? JobStatus { get; set; }

    [JsonConverter(typeof(LenientFlagConverter))]
    public bool? MfaTriggered { get; set; }

    [JsonIgnore]
    public string? Id => !string.IsNullOrWhiteSpace(JobId) ? JobId : !string.IsNullOrWhiteSpace(OtherJobId) ? OtherJobId : null;
}
