using System.Net;

namespace ConnectionSdk.TestKit;

/// <summary>
/// Answers from a <see cref="RouteTable"/> without a socket. A request nobody planned throws <see cref="StubException"/> at the sender;
/// <see cref="Verify"/> repeats it, because a client may have swallowed it.
/// </summary>
public sealed class StubHttpHandler : HttpMessageHandler, IStub
{
    public RouteTable Routes { get; } = new();

    /// <inheritdoc cref="RouteTable.Requests"/>
    public IReadOnlyList<RecordedRequest> Requests => Routes.Requests;

    /// <inheritdoc cref="RouteTable.Verify"/>
    public void Verify() => Routes.Verify();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reply = await Routes.AnswerAsync(await RecordAsync(request, cancellationToken), cancellationToken);
        var content = new ReadOnlyMemoryContent(reply.Body);
        if (reply.ContentType is { } contentType)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        var response = new HttpResponseMessage((HttpStatusCode)reply.Status) { Content = content, RequestMessage = request };
        foreach (var (name, value) in reply.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    private static async Task<RecordedRequest> RecordAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        var contentHeaders = request.Content?.Headers.NonValidated.AsEnumerable() ?? [];
        return new RecordedRequest
        {
            Method = request.Method.Method,
            Path = address.AbsolutePath,
            Query = address.Query.TrimStart('?'),
            Headers = [.. request.Headers.NonValidated.Concat(contentHeaders).SelectMany(
                header => header.Value,
                (header, value) => KeyValuePair.Create(header.Key, value))],
            Body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [],
        };
    }
}
