using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator;

/// <summary>One request a simulated provider received, as it arrived. Holds whatever the client sent, secrets included.</summary>
public sealed class RecordedCall
{
    private JsonObject? _json;
    private bool _jsonRead;

    internal RecordedCall(
        int number,
        DateTimeOffset receivedAt,
        string method,
        string path,
        IReadOnlyDictionary<string, string> query,
        IReadOnlyDictionary<string, string> headers,
        ReadOnlyMemory<byte> body)
    {
        Number = number;
        ReceivedAt = receivedAt;
        Method = method;
        Path = path;
        Query = query;
        Headers = headers;
        Body = body;
    }

    /// <summary>Counts the requests of one simulator, from 1.</summary>
    public int Number { get; }

    /// <summary>When it arrived, on the simulator's clock.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The method, in capitals.</summary>
    public string Method { get; }

    /// <summary>The path from the root of the server, decoded, without the query.</summary>
    public string Path { get; }

    /// <summary>The query, decoded; a parameter without a value is the empty string, a repeated one is joined with commas.</summary>
    public IReadOnlyDictionary<string, string> Query { get; }

    /// <summary>The headers, by case-insensitive name; repeated ones are joined with commas.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body, byte for byte.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The body read as UTF-8.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The body as a JSON object, or null when it is none.</summary>
    public JsonObject? Json
    {
        get
        {
            if (!_jsonRead)
            {
                _json = ParseBody();
                _jsonRead = true;
            }

            return _json;
        }
    }

    /// <summary>The status answered, or null when the connection was cut or the request is still being served.</summary>
    public int? AnsweredStatus { get; internal set; }

    /// <summary>Whether the provider acted on the request. A dropped request may have been acted on: that is what this tells.</summary>
    public bool WasProcessed { get; internal set; }

    /// <summary>The name of the fault that struck it, or null.</summary>
    public string? Fault { get; internal set; }

    internal string[] Segments => Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    internal string? BearerToken =>
        Headers.TryGetValue("Authorization", out var header) && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : null;

    /// <summary>Whether method and path fit.</summary>
    /// <param name="method">A method, or null for any.</param>
    /// <param name="path">A path in which <c>*</c> stands for one segment and a closing <c>**</c> for all that follow, or null for any.</param>
    public bool Matches(string? method, string? path) =>
        (method is null || method.Equals(Method, StringComparison.OrdinalIgnoreCase)) && (path is null || PathMatches(path));

    /// <summary>Method and path only: bodies, queries and headers may hold secrets.</summary>
    public override string ToString() => $"#{Number} {Method} {Path}";

    private bool PathMatches(string pattern)
    {
        var wanted = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var actual = Segments;
        for (var index = 0; index < wanted.Length; index++)
        {
            if (wanted[index] == "**")
            {
                return true;
            }

            if (index >= actual.Length || (wanted[index] != "*" && !wanted[index].Equals(actual[index], StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return wanted.Length == actual.Length;
    }

    private JsonObject? ParseBody()
    {
        if (Body.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(Body.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
