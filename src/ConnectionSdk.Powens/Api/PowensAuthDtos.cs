using System.Text.Json.Serialization;

namespace ConnectionSdk.Powens.Api;

/// <summary>A user token. Powens: Authentication; the calls name it differently.</summary>
internal sealed class PowensTokenDto
{
    public SensitiveString? AccessToken { get; set; }

    public SensitiveString? AuthToken { get; set; }

    public SensitiveString? Token { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? IdUser { get; set; }

    [JsonIgnore]
    public SensitiveString? Any => AccessToken ?? AuthToken ?? Token;
}

/// <summary>A temporary code. Powens: Authentication, AuthCode object.</summary>
internal sealed class PowensCodeDto
{
    public SensitiveString? Code { get; set; }

    public int? ExpiresIn { get; set; }
}

/// <summary>Powens: Connections, WebauthURL object. The address carries the bank's state value.</summary>
internal sealed class PowensWebauthUrlDto
{
    public SensitiveString? Url { get; set; }
}

/// <summary>A JSON Web Key. Powens: End-to-end encryption.</summary>
internal sealed class PowensKeyDto
{
    public string? Kty { get; set; }

    public string? Kid { get; set; }

    public string? N { get; set; }

    public string? E { get; set; }
}
