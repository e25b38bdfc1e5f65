using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>The key pair fields are encrypted for. Powens: End-to-end encryption (compact JWE, RSA-OAEP-256 with A256GCM).</summary>
internal sealed class PowensKey : IDisposable
{
    private const string KeyId = "simulator-key-1";

    private readonly RSA _key = RSA.Create(2048);

    public JsonObject PublicJwk()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["kid"] = KeyId,
            ["use"] = "enc",
            ["alg"] = "RSA-OAEP-256",
            ["n"] = Base64Text.Encode(parameters.Modulus!),
            ["e"] = Base64Text.Encode(parameters.Exponent!),
        };
    }

    public static bool LooksEncrypted(string value) => value.Split('.').Length == 5;

    public string? TryDecrypt(string jwe)
    {
        try
        {
            var parts = jwe.Split('.');
            var header = JsonNode.Parse(Base64Text.Decode(parts[0]));
            if ((string?)header?["alg"] != "RSA-OAEP-256" || (string?)header["enc"] != "A256GCM" || (string?)header["kid"] != KeyId)
            {
                return null;
            }

            var contentKey = _key.Decrypt(Base64Text.Decode(parts[1]), RSAEncryptionPadding.OaepSHA256);
            var cipherText = Base64Text.Decode(parts[3]);
            var plainText = new byte[cipherText.Length];
            using var aes = new AesGcm(contentKey, 16);
            aes.Decrypt(Base64Text.Decode(parts[2]), cipherText, Base64Text.Decode(parts[4]), plainText, Encoding.ASCII.GetBytes(parts[0]));
            return Encoding.UTF8.GetString(plainText);
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException or JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    public void Dispose() => _key.Dispose();
}
