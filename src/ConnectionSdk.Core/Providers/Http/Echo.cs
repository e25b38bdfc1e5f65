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
    /// <param name="isError">Whether the answer is an error, whose texts are passed on.</param>
    /// <param name="mayBeError">Whether it may be one although it calls itself a success.</param>
    /// <param name="questions">The member of the answer that holds the bank's own questions, which only keys are taken out of; null for none.</param>
    /// <param name="answer">The body of the answer.</param>
    public static void Mask(HttpRequestMessage request, ReadOnlySpan<byte> sent, bool isError, bool mayBeError, string? questions, Span<byte> answer)
    {
        if (answer.IsEmpty) return;
        var readsTexts = isError || mayBeError;
        foreach (var header in request.Headers.NonValidated)
        {
            if (KeyIn(header.Key, header.Value.ToString()) is { Length: >= ShortestKey } key) MaskKey(key, readsTexts, answer);
        }

        if (!readsTexts) return;
        try
        {
            MaskValues(sent, sentencesOnly: !isError, questions, answer);
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

    private static void MaskKey(ReadOnlySpan<char> key, bool readsTexts, Span<byte> answer)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(key.Length));
        var length = Encoding.UTF8.GetBytes(key, bytes);
        try
        {
            MaskAll(bytes.AsSpan(0, length), answer);

            // A slash or a plus may be spelt with a backslash, which only a reader undoes.
            if (readsTexts && answer.Contains((byte)'\\')) MaskValue(bytes.AsSpan(0, length), sentencesOnly: false, questions: null, answer);
        }
        catch (JsonException)
        {
            // What is no JSON is never quoted.
        }
        finally
        {
            Return(bytes, length);
        }
    }

    private static void MaskAll(ReadOnlySpan<byte> secret, Span<byte> text)
    {
        for (var at = text.IndexOf(secret); at >= 0; at = text.IndexOf(secret))
        {
            text.Slice(at, secret.Length).Fill((byte)'*');
            text = text[(at + secret.Length)..];
        }
    }

    private static void MaskValues(ReadOnlySpan<byte> sent, bool sentencesOnly, string? questions, Span<byte> answer)
    {
        var values = new Utf8JsonReader(sent, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (!sent.IsEmpty && values.Read())
        {
            if (values.TokenType != JsonTokenType.String || values.ValueSpan.Length < ShortestValue) continue;
            var bytes = ArrayPool<byte>.Shared.Rent(values.ValueSpan.Length);
            var length = values.CopyString(bytes);
            MaskValue(bytes.AsSpan(0, length), sentencesOnly, questions, answer);
            Return(bytes, length);
        }
    }

    /// <summary>
    /// Only inside longer texts: a member that is the value, such as an id, is the provider's own statement. A token, in a success, may hold a short value by chance.
    /// </summary>
    private static void MaskValue(ReadOnlySpan<byte> value, bool sentencesOnly, string? questions, Span<byte> answer)
    {
        var texts = new Utf8JsonReader(answer, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (texts.Read())
        {
            if (questions is not null && texts is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && texts.ValueTextEquals(questions)) texts.Skip();
            if (texts.TokenType != JsonTokenType.String || texts.ValueSpan.Length <= value.Length) continue;
            var text = answer.Slice((int)texts.TokenStartIndex + 1, texts.ValueSpan.Length);
            if (sentencesOnly && !text.Contains((byte)' ')) continue;
            if (!texts.ValueIsEscaped)
            {
                MaskAll(value, text);
                continue;
            }

            var bytes = ArrayPool<byte>.Shared.Rent(text.Length);
            if (TryCopy(ref texts, bytes) is not { } length || bytes.AsSpan(0, length).IndexOf(value) >= 0) text.Fill((byte)'*');
            Return(bytes, text.Length);
        }
    }

    /// <summary>Null for a text that was cut in the middle of a character: nobody can read it, nor tell what it repeats.</summary>
    private static int? TryCopy(ref Utf8JsonReader text, Span<byte> copy)
    {
        try
        {
            return text.CopyString(copy);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void Return(byte[] bytes, int length)
    {
        CryptographicOperations.ZeroMemory(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
