using System.Security.Cryptography;

namespace ConnectionSdk.Providers;

/// <summary>HMAC-SHA256 as providers sign deliveries with it: strict decoding, constant time, any number of secrets.</summary>
public static class WebhookSignature
{
    /// <summary>The fewest bytes a secret may have.</summary>
    public const int MinSecretBytes = 16;

    private const int Base64Length = 44;

    /// <summary>A signature in hexadecimal digits of one case; null when the text is anything else.</summary>
    /// <param name="text">64 digits.</param>
    public static byte[]? FromHex(ReadOnlySpan<char> text)
    {
        if (text.Length != 2 * HMACSHA256.HashSizeInBytes || (text.IndexOfAnyInRange('a', 'f') >= 0 && text.IndexOfAnyInRange('A', 'F') >= 0))
        {
            return null;
        }

        foreach (var digit in text)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return null;
            }
        }

        return Convert.FromHexString(text);
    }

    /// <summary>A signature in Base64; null when the text is anything else. Only the one way to write a signature counts: no white space, no stray bits.</summary>
    /// <param name="text">44 characters.</param>
    public static byte[]? FromBase64(ReadOnlySpan<char> text)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<char> only = stackalloc char[Base64Length];
        return text.Length == Base64Length
            && Convert.TryFromBase64Chars(text, mac, out var written)
            && written == mac.Length
            && Convert.TryToBase64Chars(mac, only, out _)
            && text.SequenceEqual(only)
                ? mac.ToArray()
                : null;
    }

    /// <summary>Whether any of the secrets signed this. Takes as long whichever it was, and whether or not one was.</summary>
    /// <param name="secrets">The secrets, several while one is being replaced.</param>
    /// <param name="mac">The signature that came with the delivery.</param>
    /// <param name="prefix">What is signed before the body; may be empty.</param>
    /// <param name="body">The body as received.</param>
    public static bool Matches(IEnumerable<SensitiveString> secrets, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body)
    {
        var matches = false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in secrets)
        {
            Sign(secret.RevealUtf8(), prefix, body, expected);
            matches |= CryptographicOperations.FixedTimeEquals(expected, mac);
        }

        CryptographicOperations.ZeroMemory(expected);
        return matches;
    }

    private static void Sign(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body, Span<byte> mac)
    {
        if (prefix.IsEmpty)
        {
            HMACSHA256.HashData(secret, body, mac);
            return;
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(prefix);
        hmac.AppendData(body);
        hmac.GetHashAndReset(mac);
    }

    /// <summary>What is wrong with the secrets of a registration; null when nothing is. None at all refuses every delivery, and is no fault at start-up.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="allowUnsigned">Whether the host has spelled out that it accepts unsigned deliveries.</param>
    public static string? Refuse(IEnumerable<SensitiveString?> secrets, bool allowUnsigned)
    {
        var some = false;
        foreach (var secret in secrets)
        {
            some = true;
            if (secret is null || secret.ByteCount < MinSecretBytes)
            {
                return $"WebhookSecrets: each secret has at least {MinSecretBytes} bytes. An empty or short one can be guessed, and then anybody can send webhooks.";
            }
        }

        return some && allowUnsigned ? "WebhookSecrets are given and AllowUnsignedWebhooks is true: take away one of them, so that it is clear what counts." : null;
    }
}
