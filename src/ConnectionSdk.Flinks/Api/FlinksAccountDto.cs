using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>Flinks: GetAccountsDetail and GetAccountsSummary, as far as keeping track of accounts needs it. Nearly every member may be null.</summary>
internal sealed class FlinksAccountDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Title { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? InstitutionNumber { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? TransitNumber { get; set; }

    /// <summary>Masked with asterisks for a card.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? AccountNumber { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? LastFourDigits { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Category { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Type { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Currency { get; set; }

    public FlinksBalanceDto? Balance { get; set; }
}

/// <summary>The balance of an account.</summary>
internal sealed class FlinksBalanceDto
{
    [JsonConverter(typeof(LenientDecimalConverter))]
    public decimal? Current { get; set; }

    [JsonConverter(typeof(LenientDecimalConverter))]
    public decimal? Available { get; set; }
}
