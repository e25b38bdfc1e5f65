using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;

namespace ConnectionSdk.Providers;

/// <summary>The few response headers that matter, read raw so that nothing is parsed on the good path.</summary>
internal static class AnswerHeaders
{
    private const int LongestRequestId = 128;

    private static readonly SearchValues<char> RequestIdCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:/+=|;,@");

    public static string? Raw(HttpHeaders headers, string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>Null for what cannot be an id: it would end up in logs.</summary>
    public static string? RequestId(HttpResponseMessage response) =>
        (Raw(response.Headers, "X-Request-Id") ?? Raw(response.Headers, "Request-Id")) is { Length: > 0 and <= LongestRequestId } id && !id.AsSpan().ContainsAnyExcept(RequestIdCharacters)
            ? id
            : null;

    /// <summary>Seconds or a date, by our own clock; a moment in the past counts as now. Null when absent or unreadable.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var raw = Raw(response.Headers, "Retry-After");
        if (raw is null) return null;
        if (long.TryParse(raw, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, (long)TimeSpan.FromDays(365).TotalSeconds));
        if (!DateTimeOffset.TryParse(raw, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return null;
        var wait = date - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Undoes the compression a provider chose; an unknown one is left alone and then fails as "not JSON".</summary>
    public static Stream Decompress(Stream stream, HttpContent content)
    {
        var encoding = Raw(content.Headers, "Content-Encoding");
        if (encoding is null) return stream;
        if (encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase)) return new GZipStream(stream, CompressionMode.Decompress);
        if (encoding.Equals("br", StringComparison.OrdinalIgnoreCase)) return new BrotliStream(stream, CompressionMode.Decompress);
        return encoding.Equals("deflate", StringComparison.OrdinalIgnoreCase) ? new ZLibStream(stream, CompressionMode.Decompress) : stream;
    }
}
