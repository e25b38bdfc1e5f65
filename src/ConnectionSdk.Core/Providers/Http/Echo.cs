using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ConnectionSdk.Providers;

/// <summary>
/// Takes out of an answer what a careless provider or proxy repeats of the request: keys and tokens anywhere, what the body said inside the texts of an
/// error. Codes and texts of providers end up in exceptions, journals and logs; nobody's key or code may come with them.
/// </summary>
internal static class Echo
{
    /// <summary>Shorter header values are words, not keys.</summary>
    private const int ShortestKey = 8;

    /// <summary>Shorter values turn up by chance.</summary>
    private const int ShortestValue = 4;

    private const int MaxDepth = 64;

    /// <summary>Overwrites with asterisks what the answer repeats.</summary>
    /// <param name="request">The request as sent.</param>
    /// <param name="sent">Its body; empty when it had none.</param>
    /// <param name="mayBeError">Whether the answer is, or may be, an error, whose texts are passed on.</param>
    /// <param name="answer">The body of the answer.</param>
    public static void Mask(HttpRequestMessage request, ReadOnlySpan<byte> sent, bool mayBeError, Span<byte> answer)
    {
        if (answer.IsEmpty) return;
        foreach (var header in request.Headers.NonValidated)
        {
            if (KeyIn(header.Key, header.Value.ToString()) is { Length: >= ShortestKey } key) MaskKey(key, answer);
        }

        if (!mayBeError) return;
        try
        {
            MaskValues(sent, answer);
        }
        catch (JsonException)
        {
            // What is no JSON is never quoted; only its length and a part of its hash are.
        }
    }

    /// <summary>Whether a text of the answer's headers repeats a key or token.</summary>
    /// <param name="request">The request as sent.</param>
    /// <param name="text">The text; null when there is none.</param>
    public static bool IsIn(HttpRequestMessage request, string? text)
    {
        if (text is not { Length: >= ShortestKey }) return false;
        foreach (var header in request.Headers.NonValidated)
        {
            if (KeyIn(header.Key, header.Value.ToString()) is { Length: >= ShortestKey } key && text.AsSpan().Contains(key, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>The key without its scheme. What every request says alike is none.</summary>
    private static ReadOnlySpan<char> KeyIn(string name, string value) =>
        name is "Accept" or "Accept-Encoding" or "User-Agent" or "traceparent" or "tracestate" ? default : value.AsSpan(value.LastIndexOf(' ') + 1);

    private static void MaskKey(ReadOnlySpan<char> key, Span<byte> answer)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(key.Length));
        var length = Encoding.UTF8.GetBytes(key, bytes);
        MaskAll(bytes.AsSpan(0, length), answer);
        Return(bytes, length);
    }

    private static void MaskAll(ReadOnlySpan<byte> secret, Span<byte> text)
    {
        for (var at = text.IndexOf(secret); at >= 0; at = text.IndexOf(secret))
        {
            text.Slice(at, secret.Length).Fill((byte)'*');
            text = text[(at + secret.Length)..];
        }
    }

    private static void MaskValues(ReadOnlySpan<byte> sent, Span<byte> answer)
    {
        var values = new Utf8JsonReader(sent, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (!sent.IsEmpty && values.Read())
        {
            if (values.TokenType != JsonTokenType.String || values.ValueSpan.Length < ShortestValue) continue;
            var bytes = ArrayPool<byte>.Shared.Rent(values.ValueSpan.Length);
            var length = values.CopyString(bytes);
            MaskValue(bytes.AsSpan(0, length), answer);
            Return(bytes, length);
        }
    }

    /// <summary>Only inside longer texts: a member that is the value, such as an id, is the provider's own statement.</summary>
    private static void MaskValue(ReadOnlySpan<byte> value, Span<byte> answer)
    {
        var texts = new Utf8JsonReader(answer, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (texts.Read())
        {
            if (texts.TokenType != JsonTokenType.String || texts.ValueSpan.Length <= value.Length) continue;
            var text = answer.Slice((int)texts.TokenStartIndex + 1, texts.ValueSpan.Length);
            if (!texts.ValueIsEscaped)
            {
                MaskAll(value, text);
                continue;
            }

            var bytes = ArrayPool<byte>.Shared.Rent(text.Length);
            var length = texts.CopyString(bytes);
            if (bytes.AsSpan(0, length).IndexOf(value) >= 0) text.Fill((byte)'*');
            Return(bytes, length);
        }
    }

    private static void Return(byte[] bytes, int length)
    {
        CryptographicOperations.ZeroMemory(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
