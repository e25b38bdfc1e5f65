namespace ConnectionSdk;

/// <summary>One delivery as it came over the wire. Signatures cover exact bytes: pass on the body as received, never parsed and written again.</summary>
public sealed class WebhookRequest
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    /// <summary>A delivery.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path without the query, as the provider called it: Powens signs it.</param>
    /// <param name="headers">Every header line; a name that was sent twice stands here twice.</param>
    /// <param name="body">The body as received.</param>
    public WebhookRequest(string method, string path, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body)
    {
        Method = method;
        Path = path;
        Body = body;
        foreach (var (name, value) in headers)
        {
            if (name is not null && value is not null)
            {
                _headers.Add(new(name, value));
            }
        }
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path without the query.</summary>
    public string Path { get; }

    /// <summary>The body as received.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>How often a header was sent.</summary>
    /// <param name="name">Its name, in any case.</param>
    public int CountOf(string name) => Find(name).Count;

    /// <summary>The value of a header that was sent exactly once; null when it is absent or ambiguous.</summary>
    /// <param name="name">Its name, in any case.</param>
    public string? SingleHeader(string name) => Find(name) is { Count: 1, Value: var value } ? value : null;

    private (int Count, string? Value) Find(string name)
    {
        var (count, found) = (0, (string?)null);
        foreach (var (header, value) in _headers)
        {
            if (string.Equals(header, name, StringComparison.OrdinalIgnoreCase))
            {
                (count, found) = (count + 1, value);
            }
        }

        return (count, found);
    }
}
