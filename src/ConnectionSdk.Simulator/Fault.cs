using System.Globalization;

namespace ConnectionSdk.Simulator;

/// <summary>
/// Something that goes wrong with one request. By itself a fault strikes before the provider acts on the request;
/// <see cref="AfterProcessing"/> lets the provider act first, and spoils only the answer.
/// </summary>
public sealed record Fault
{
    private Fault(FaultKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>What the call log shows.</summary>
    public string Name { get; private init; }

    /// <summary>Whether the provider acts on the request before the fault strikes.</summary>
    public bool ProcessesRequest { get; private init; }

    /// <summary>How long the answer is held back, on the simulator's clock.</summary>
    public TimeSpan Latency { get; private init; }

    internal FaultKind Kind { get; }

    internal int Status { get; private init; }

    internal string? RetryAfter { get; private init; }

    internal string Text { get; private init; } = "";

    internal string ContentType { get; private init; } = "application/json";

    internal long Length { get; private init; }

    /// <summary>The request is served as usual, only later.</summary>
    /// <param name="latency">How much later, on the simulator's clock.</param>
    public static Fault Slow(TimeSpan latency) =>
        new(FaultKind.None, "slow") { ProcessesRequest = true, Latency = latency };

    /// <summary>429 without any hint.</summary>
    public static Fault TooManyRequests() => Refusal(429, "429");

    /// <summary>429 with <c>Retry-After</c> in seconds.</summary>
    /// <param name="retryAfter">Rounded up to whole seconds.</param>
    public static Fault TooManyRequests(TimeSpan retryAfter) => Refusal(429, "429 with seconds") with
    {
        RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>429 with <c>Retry-After</c> as an HTTP date.</summary>
    /// <param name="until">The date, on the simulator's clock.</param>
    public static Fault TooManyRequestsUntil(DateTimeOffset until) => Refusal(429, "429 with date") with
    {
        RetryAfter = until.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>A failure in the provider's own error format.</summary>
    /// <param name="status">500, 502, 503, ...</param>
    public static Fault ServerError(int status = 500) => Refusal(status, status.ToString(CultureInfo.InvariantCulture));

    /// <summary>An HTML page, as a proxy or a CDN in front of the provider would send.</summary>
    /// <param name="status">200 for the treacherous kind, 503 for the usual one.</param>
    public static Fault HtmlPage(int status = 200) =>
        Respond(status, "text/html; charset=utf-8", "<!DOCTYPE html><html><head><title>Service</title></head><body><h1>Please try again</h1></body></html>") with
        {
            Name = "html " + status.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>Any answer, word for word.</summary>
    /// <param name="status">The status.</param>
    /// <param name="contentType">The content type.</param>
    /// <param name="body">The body.</param>
    public static Fault Respond(int status, string contentType, string body) =>
        new(FaultKind.Replace, "scripted answer") { Status = status, ContentType = contentType, Text = body };

    /// <summary>The real answer, with the second half of its JSON missing; the HTTP message itself is complete.</summary>
    public static Fault TruncatedJson() => new(FaultKind.Truncate, "truncated json") { ProcessesRequest = true };

    /// <summary>The real answer announced in full and cut half-way, with the connection.</summary>
    public static Fault CutMidBody() => new(FaultKind.CutMidBody, "cut mid body") { ProcessesRequest = true };

    /// <summary>The connection is closed without an answer.</summary>
    public static Fault Drop() => new(FaultKind.Drop, "drop");

    /// <summary>A JSON answer of this many bytes.</summary>
    /// <param name="bytes">How many, of content.</param>
    public static Fault OversizedBody(long bytes) => new(FaultKind.Oversized, "oversized body") { Status = 200, Length = bytes };

    /// <summary>An answer that never ends.</summary>
    public static Fault EndlessBody() => new(FaultKind.Oversized, "endless body") { Status = 200, Length = long.MaxValue };

    /// <summary>A small compressed answer that unpacks to this many bytes of JSON.</summary>
    /// <param name="bytes">How many, unpacked.</param>
    public static Fault GzipBomb(long bytes) => new(FaultKind.GzipBomb, "gzip bomb") { Status = 200, Length = bytes };

    /// <summary>The real answer, with every connection state in it replaced by one nobody knows yet.</summary>
    /// <param name="state">The state of tomorrow.</param>
    public static Fault UnknownState(string state) =>
        new(FaultKind.UnknownState, "unknown state") { ProcessesRequest = true, Text = state };

    /// <summary>The real answer under another content type.</summary>
    /// <param name="contentType">The content type announced instead.</param>
    public static Fault WrongContentType(string contentType) =>
        new(FaultKind.WrongContentType, "wrong content type") { ProcessesRequest = true, ContentType = contentType };

    /// <summary>A 307 that asks the client to repeat the request elsewhere, body and all.</summary>
    /// <param name="location">Where to.</param>
    public static Fault RedirectTo(Uri location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return new(FaultKind.Redirect, "redirect") { Status = 307, Text = location.OriginalString };
    }

    /// <summary>The same fault, after the provider has acted: the effect has happened, the client does not learn of it.</summary>
    public Fault AfterProcessing() => this with { ProcessesRequest = true, Name = Name + " after processing" };

    /// <summary>The same fault, later.</summary>
    /// <param name="latency">How much later, on the simulator's clock.</param>
    public Fault After(TimeSpan latency) => this with { Latency = latency };

    private static Fault Refusal(int status, string name) => new(FaultKind.Refuse, name) { Status = status };
}
