using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria.Api;

/// <summary>Araucaria: GET /v1/accounts/{id}, Account object, as far as keeping track of accounts needs it.</summary>
internal sealed class AraucariaAccountDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? ConnectionId { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Name { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Type { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Currency { get; set; }

    /// <summary>In the smallest unit of the currency.</summary>
    [JsonConverter(typeof(LenientDecimalConverter))]
    public decimal? Balance { get; set; }

    /// <summary>Masked in one edition (<c>****6789</c>), whole or null in the other.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? AccountNumber { get; set; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? LastSyncedAt { get; set; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? LastSyncAt { get; set; }

    public AraucariaInstitutionDto? Institution { get; set; }
}

/// <summary>The bank of an account.</summary>
internal sealed class AraucariaInstitutionDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; set; }
}
