using System.Globalization;
using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>The one envelope of Authorize, the data endpoints and their errors. Flinks: Authorize, GetAccountsDetail, Error codes.</summary>
internal sealed class FlinksAnswerDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? HttpStatusCode { get; set; }

    [JsonConverter(typeof(FlinksCodeConverter))]
    public string? FlinksCode { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Message { get; set; }

    /// <summary>Null where it is blank: there is nothing to ask for by it.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? RequestId { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? InstitutionId { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? InstitutionName { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Institution { get; set; }

    public FlinksLoginDto? Login { get; set; }

    public FlinksChallengeDto?[]? SecurityChallenges { get; set; }

    public FlinksAccountDto[]? Accounts { get; set; }

    /// <summary>The HTTP number the answer came with; null for one that was not sent over HTTP.</summary>
    [JsonIgnore]
    public int? ReceivedStatus { get; set; }

    /// <summary>How long Flinks asks to wait, by a header; null when it does not say.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The number the body states, else the one it came with; they should be the same.</summary>
    [JsonIgnore]
    public int? Status =>
        int.TryParse(HttpStatusCode, NumberStyles.None, CultureInfo.InvariantCulture, out var stated) ? stated : ReceivedStatus;

    [JsonIgnore]
    public bool AsksQuestions => SecurityChallenges is { Length: > 0 };
}

/// <summary>What is kept under a LoginId. Absent from some successes. Flinks: Authorize.</summary>
internal sealed class FlinksLoginDto
{
    /// <summary>Null where it is blank, as it is in the successes that say nothing of the login.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    [JsonConverter(typeof(LenientFlagConverter))]
    public bool? IsScheduledRefresh { get; set; }

    /// <summary>UTC, sent without a zone and with up to seven digits of a second.</summary>
    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? LastRefresh { get; set; }
}

/// <summary>One question of the bank. Flinks: Special multi-factor authentication cases.</summary>
internal sealed class FlinksChallengeDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Type { get; set; }

    /// <summary>The key of the answer, to the letter.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Prompt { get; set; }

    [JsonConverter(typeof(FlinksTextsConverter))]
    public string[]? Iterables { get; set; }
}
