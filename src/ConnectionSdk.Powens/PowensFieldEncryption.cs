using System.Security.Cryptography;
using System.Text.Json;
using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens;

/// <summary>
/// Encrypts what the user typed for Powens alone: a compact JWE with RSA-OAEP-256 and A256GCM. Powens: End-to-end encryption.
/// </summary>
internal sealed class PowensFieldEncryption(PowensApi api, ProviderId provider, TimeProvider time)
{
    private const int MinimumKeyBits = 2048;

    private static readonly TimeSpan KeyLasts = TimeSpan.FromHours(1);

    private Key? _key;

    /// <summary>The values, encrypted with the domain's current public key, which is kept for an hour.</summary>
    public async ValueTask<IReadOnlyDictionary<string, SensitiveString>> EncryptAsync(
        IReadOnlyDictionary<string, SensitiveString> values, CallCredential user, CancellationToken cancellationToken)
    {
        var key = Volatile.Read(ref _key);
        if (key is null || time.GetElapsedTime(key.ObtainedAt) >= KeyLasts)
        {
            var obtainedAt = time.GetTimestamp();
            key = new Key(await api.GetPublicKeyAsync(user, cancellationToken).ConfigureAwait(false), obtainedAt);
            Check(key.Jwk);
            Volatile.Write(ref _key, key);
        }

        var encrypted = new Dictionary<string, SensitiveString>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            encrypted[name] = SensitiveString.FromString(Encrypt(value, key.Jwk));
        }

        return encrypted;
    }

    internal static string Encrypt(SensitiveString value, PowensKeyDto key)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = FromBase64Url(key.N!), Exponent = FromBase64Url(key.E!) });
        Span<byte> contentKey = stackalloc byte[32];
        Span<byte> nonce = stackalloc byte[12];
        Span<byte> tag = stackalloc byte[16];
        var header = Header(key.Kid);
        try
        {
            RandomNumberGenerator.Fill(contentKey);
            RandomNumberGenerator.Fill(nonce);
            var plain = value.RevealUtf8();
            var cipher = new byte[plain.Length];
            using var aes = new AesGcm(contentKey, tag.Length);
            aes.Encrypt(nonce, plain, cipher, tag, System.Text.Encoding.ASCII.GetBytes(header));
            var wrapped = rsa.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256);
            return $"{header}.{ToBase64Url(wrapped)}.{ToBase64Url(nonce)}.{ToBase64Url(cipher)}.{ToBase64Url(tag)}";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    private static string Header(string? keyId)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("alg", "RSA-OAEP-256");
            writer.WriteString("enc", "A256GCM");
            if (keyId is not null)
            {
                writer.WriteString("kid", keyId);
            }

            writer.WriteEndObject();
        }

        return ToBase64Url(buffer.ToArray());
    }

    private void Check(PowensKeyDto key)
    {
        if (!PowensCode.Is(key.Kty, "RSA") || !IsBase64Url(key.N, MinimumKeyBits / 8) || !IsBase64Url(key.E, 1) || !Encrypts(key))
        {
            throw new ProviderException(
                ProviderErrorKind.Protocol, provider.Name, "GetPublicKey",
                $"{provider.Name}: the public key is no RSA key of {MinimumKeyBits} bits or more. Nothing the user typed was sent.")
            { Tenant = provider.Tenant, MayHaveBeenSent = false };
        }
    }

    private static bool Encrypts(PowensKeyDto key)
    {
        try
        {
            using var probe = SensitiveString.FromString("0");
            return Encrypt(probe, key).Length > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsBase64Url(string? text, int leastBytes)
    {
        try
        {
            return text is not null && FromBase64Url(text).Length >= leastBytes;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string ToBase64Url(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static byte[] FromBase64Url(string text)
    {
        var base64 = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }

    private sealed record Key(PowensKeyDto Jwk, long ObtainedAt);
}
