namespace ConnectionSdk.LiveTests;

/// <summary>What went over the wire, reduced to what may be printed.</summary>
internal sealed record Exchange(string Method, string Host, string Route, int Status, string Shape, IReadOnlyList<string> Headers)
{
    public override string ToString() => $"{Method} {Route} -> {Status} {Shape}";
}

/// <summary>Watches the adapter's calls. It keeps routes with ids replaced, statuses, names of headers and shapes of bodies: no values.</summary>
internal sealed class Wire(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly List<Exchange> _seen = [];

    public IReadOnlyList<Exchange> Seen => _seen;

    /// <summary>A header that is left out, to see what the provider says then.</summary>
    public string? Without { get; set; }

    public Exchange Last(string routePart) =>
        _seen.FindLast(exchange => exchange.Route.Contains(routePart, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidOperationException($"No call to {routePart} was made; there were: {string.Join(", ", _seen.Select(exchange => exchange.Route))}.");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Without is not null)
        {
            request.Headers.Remove(Without);
        }

        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (_seen)
        {
            _seen.Add(new Exchange(
                request.Method.Method,
                request.RequestUri!.Host,
                JsonShape.Route(request.RequestUri.AbsolutePath),
                (int)response.StatusCode,
                JsonShape.Of(body),
                [.. response.Headers.Concat(response.Content.Headers).Select(header => header.Key.ToLowerInvariant()).Order(StringComparer.Ordinal)]));
        }

        return response;
    }
}
