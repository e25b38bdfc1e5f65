using System.Text.Json.Serialization;

namespace ConnectionSdk.Powens.Api;

/// <summary>Powens: Connections, ConnectionsList. The documentation spells the links <c>_link</c> in one place.</summary>
internal sealed class PowensConnectionsDto
{
    public PowensConnectionDto[]? Connections { get; set => field = PowensList.WithoutNulls(value); }

    public long? Total { get; set; }

    [JsonPropertyName("_links")]
    public PowensLinksDto? Links { get; set; }

    [JsonPropertyName("_link")]
    public PowensLinksDto? Link { get => Links; set => Links ??= value; }
}

/// <summary>Powens: Bank accounts, BankAccountsList. The links are spelt as in <see cref="PowensConnectionsDto"/>.</summary>
internal sealed class PowensAccountsDto
{
    public PowensAccountDto[]? Accounts { get; set => field = PowensList.WithoutNulls(value); }

    public long? Total { get; set; }

    [JsonPropertyName("_links")]
    public PowensLinksDto? Links { get; set; }

    [JsonPropertyName("_link")]
    public PowensLinksDto? Link { get => Links; set => Links ??= value; }
}

/// <summary>Powens: API design, pagination.</summary>
internal sealed class PowensLinksDto
{
    public PowensLinkDto? Next { get; set; }
}

/// <summary>One link of a page.</summary>
internal sealed class PowensLinkDto
{
    [JsonConverter(typeof(PowensTextConverter))]
    public string? Href { get; set; }
}
