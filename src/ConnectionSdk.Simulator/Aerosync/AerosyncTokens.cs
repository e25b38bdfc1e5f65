using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>API tokens and widget tokens: both JWTs, not interchangeable. Aerosync: Generate a token.</summary>
internal sealed class AerosyncTokens(TimeProvider clock)
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, DateTimeOffset> _apiTokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AerosyncWidgetGrant> _widgetTokens = new(StringComparer.Ordinal);

    public int ApiTokensMinted { get; private set; }

    public int WidgetTokensMinted { get; private set; }

    public string MintApiToken(TimeSpan lifetime)
    {
        ApiTokensMinted++;
        var expiresAt = clock.GetUtcNow() + lifetime;
        var token = Jwt(expiresAt);
        _apiTokens.Add(token, expiresAt);
        return token;
    }

    public string MintWidgetToken(TimeSpan lifetime, Func<DateTimeOffset, AerosyncWidgetGrant> grant)
    {
        WidgetTokensMinted++;
        var expiresAt = clock.GetUtcNow() + lifetime;
        var token = Jwt(expiresAt);
        _widgetTokens.Add(token, grant(expiresAt));
        return token;
    }

    public bool Accepts(string? apiToken) =>
        apiToken is not null && _apiTokens.TryGetValue(apiToken, out var expiresAt) && clock.GetUtcNow() < expiresAt;

    public AerosyncWidgetGrant? Find(string? widgetToken) =>
        widgetToken is not null && _widgetTokens.TryGetValue(widgetToken, out var grant) && clock.GetUtcNow() < grant.ExpiresAt ? grant : null;

    public void RevokeApiTokens() => _apiTokens.Clear();

    private string Jwt(DateTimeOffset expiresAt)
    {
        var claims = new JsonObject
        {
            ["jti"] = RandomNumberGenerator.GetHexString(32, lowercase: true),
            ["exp"] = expiresAt.ToUnixTimeSeconds(),
            ["ClientId"] = "client-demo-id",
            ["ClientName"] = "client-demo",
        };
        var content = string.Create(CultureInfo.InvariantCulture, $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}");
        return $"{content}.{Base64Text.Encode(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode(string json) => Base64Text.Encode(Encoding.UTF8.GetBytes(json));
}
