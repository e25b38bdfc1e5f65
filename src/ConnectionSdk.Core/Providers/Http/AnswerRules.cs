using System.Security.Cryptography;
using System.Text.Json;

namespace ConnectionSdk.Providers;

/// <summary>Decides whether bytes are an answer, an error, or neither.</summary>
internal static class AnswerRules
{
    /// <summary>The most of an error body that is read.</summary>
    public const int ErrorBytes = 64 * 1024;

    /// <summary>Whether the body of this status is the call's own answer (so that its own cap applies).</summary>
    public static bool IsResult(ProviderCall call, int status) => status is >= 200 and < 300 || (call.AnyStatusIsResult && status is < 300 or >= 400);

    /// <summary>Says what is wrong with a body that should be JSON; null when it looks right.</summary>
    public static string? Refuse(ReadOnlySpan<byte> body, string? contentType, bool expected)
    {
        var start = body.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0) return expected ? "It is empty." : null;
        if (body[start] == (byte)'<') return $"It is HTML or XML, not JSON ({Fingerprint(body)}).";
        return HasForeignCharset(contentType) ? $"It is not in UTF-8 ({Fingerprint(body)})." : null;
    }

    /// <summary>Enough to recognise a body in a support case, nothing to read in it.</summary>
    public static string Fingerprint(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return $"{body.Length} bytes, SHA-256 {Convert.ToHexString(hash[..4])}";
    }

    public static ProviderError? ReadError(IProviderErrorReader errors, int status, string? contentType, ReadOnlySpan<byte> body)
    {
        try
        {
            return errors.Read(status, contentType, body);
        }
        catch (Exception exception) when (IsBadJson(exception))
        {
            return null;
        }
    }

    /// <summary>Everything JSON reading is known to throw for bad input: text, charset, surrogates, numbers and dates out of range.</summary>
    public static bool IsBadJson(Exception exception) => exception is JsonException or InvalidOperationException or FormatException
        or OverflowException or ArgumentException or NotSupportedException or KeyNotFoundException;

    private static bool HasForeignCharset(string? contentType)
    {
        if (contentType is null) return false;
        var at = contentType.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return false;
        var charset = contentType.AsSpan(at + 8);
        var end = charset.IndexOf(';');
        if (end >= 0) charset = charset[..end];
        charset = charset.Trim().Trim('"');
        return !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            && !charset.Equals("utf8", StringComparison.OrdinalIgnoreCase)
            && !charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
    }
}
