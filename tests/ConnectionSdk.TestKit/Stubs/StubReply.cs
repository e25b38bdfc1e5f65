using System.Globalization;
using System.Text;

namespace ConnectionSdk.TestKit;

/// <summary>What a stub answers.</summary>
public sealed record StubReply
{
    public int Status { get; init; } = 200;

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static StubReply Empty(int status) => new() { Status = status };

    public static StubReply Json(string json, int status = 200) => Text(json, "application/json", status);

    /// <summary>A file known to <see cref="Fixtures"/>, sent as JSON byte for byte.</summary>
    public static StubReply Fixture(string name, int status = 200) =>
        new() { Status = status, ContentType = "application/json", Body = Fixtures.ReadBytes(name) };

    public static StubReply Text(string text, string contentType, int status = 200) =>
        new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };

    public StubReply WithHeader(string name, string value) => this with { Headers = [.. Headers, KeyValuePair.Create(name, value)] };

    public StubReply WithRetryAfter(TimeSpan delay) =>
        WithHeader("Retry-After", ((long)delay.TotalSeconds).ToString(CultureInfo.InvariantCulture));

    public StubReply WithRetryAfter(DateTimeOffset date) => WithHeader("Retry-After", date.ToString("R", CultureInfo.InvariantCulture));
}
