using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens.Api;

/// <summary>Powens: Bank accounts, BankAccount object, as far as keeping track of accounts needs it.</summary>
internal sealed class PowensAccountDto
{
    [JsonConverter(typeof(PowensTextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Number { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? OriginalName { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Name { get; set; }

    [JsonConverter(typeof(LenientDecimalConverter))]
    public decimal? Balance { get; set; }

    [JsonConverter(typeof(PowensCurrencyConverter))]
    public string? Currency { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Type { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Iban { get; set; }

    [JsonConverter(typeof(PowensTimeConverter))]
    public DateTimeOffset? LastUpdate { get; set; }

    /// <summary>Whether the bank no longer shows the account; Powens sends the date.</summary>
    [JsonConverter(typeof(PowensMarkConverter))]
    public bool Deleted { get; set; }

    /// <summary>Whether the account is not shared; Powens sends the date.</summary>
    [JsonConverter(typeof(PowensMarkConverter))]
    public bool Disabled { get; set; }
}
