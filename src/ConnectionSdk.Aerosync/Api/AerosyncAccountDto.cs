using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync.Api;

/// <summary>The answer of <c>GET /v2/accounts/{connectionId}</c> and of its balance. Aerosync: Bank account details.</summary>
internal sealed class AerosyncAccountAnswerDto
{
    public AerosyncAccountDto? Account { get; set; }
}

/// <summary>The one account behind a connection. An older edition lacks the status, the expiry and the masked number.</summary>
internal sealed class AerosyncAccountDto
{
    [JsonConverter(typeof(LenientTextConverter))]
    public string? AccountNickname { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? AccountNumber { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? AccountNumberDisplay { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? AccountNumberType { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? AccountType { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? BankName { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? InstitutionName { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? InstitutionUuid { get; set; }

    [JsonConverter(typeof(LenientFlagConverter))]
    public bool? CanFetchBalance { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? ConnectionStatus { get; set; }

    /// <summary>Spoken of on the reconnection page, shown nowhere.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Reason { get; set; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? ConnectionExpiry { get; set; }

    /// <summary>In a list and in a balance; the account itself does not repeat it.</summary>
    [JsonConverter(typeof(LenientTextConverter))]
    public string? ConnectionId { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? CurrentBalance { get; set; }

    [JsonConverter(typeof(LenientTextConverter))]
    public string? Currency { get; set; }
}

/// <summary>The answer of <c>GET /v2/users/{uuid}/connections</c>, which no page describes.</summary>
internal sealed class AerosyncConnectionsDto
{
    public AerosyncAccountDto?[]? Connections { get; set; }
}
