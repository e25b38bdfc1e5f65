using System.Text;

namespace ConnectionSdk.TestKit;

/// <summary>One request as it arrived, whole. Path and query are kept as they were on the wire, still percent-encoded.</summary>
public sealed class RecordedRequest
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>Without the question mark; empty when there was none.</summary>
    public string Query { get; init; } = "";

    /// <summary>In the order of arrival; a repeated header appears repeatedly.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    /// <summary>False when the sender went away before the body it had announced was complete.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Which connection it came over, counted from 1; 0 where connections are not visible.</summary>
    public int ConnectionNumber { get; init; }

    /// <summary>Whether an earlier request had already used the same connection.</summary>
    public bool OnReusedConnection { get; init; }

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The value of a header, several joined by a comma, or null.</summary>
    public string? Header(string name)
    {
        var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToList();
        return values.Count == 0 ? null : string.Join(", ", values);
    }

    /// <summary>The decoded query in the order it was sent; a name without <c>=</c> has an empty value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> QueryValues => UrlEncodedPairs.Parse(Query);

    /// <summary>The decoded fields of an <c>application/x-www-form-urlencoded</c> body.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> FormValues => UrlEncodedPairs.Parse(Text);

    public override string ToString()
    {
        var text = new StringBuilder().Append(Method).Append(' ').Append(Path);
        if (Query.Length > 0)
        {
            text.Append('?').Append(Query);
        }

        foreach (var (name, value) in Headers)
        {
            text.Append('\n').Append(name).Append(": ").Append(value);
        }

        return Body.Length == 0 ? text.ToString() : text.Append("\n\n").Append(Text).ToString();
    }
}
