using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.ContractTests.Sockets;

/// <summary>The retry handlers hosts put around all their HTTP clients, in the ways they are written.</summary>
public static class HostRetries
{
    public const string SameRequest = "resends the same request";
    public const string Clone = "clones the request without its options";
    public const string Rebuild = "buffers the content and builds a new one";
    public const string RebuildOrDrop = "rebuilds the content and drops an empty one";
    public const string OffFlow = "clones and resends outside the async flow";

    public static TheoryData<string> All => [SameRequest, Clone, Rebuild, RebuildOrDrop, OffFlow];

    public static void Add(IServiceCollection services, string kind) =>
        services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new RetryHandler(kind)));

    /// <summary>Tries three times whatever goes wrong, as resilience defaults do for what looks transient.</summary>
    private sealed class RetryHandler(string kind) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var template = kind == SameRequest ? request : await CopyAsync(request, cancellationToken);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var message = kind == SameRequest ? request : await CopyAsync(template, cancellationToken);
                    var response = await ForwardAsync(message, cancellationToken);
                    if ((int)response.StatusCode < 500 || attempt == 3)
                    {
                        return response;
                    }

                    response.Dispose();
                }
                catch (Exception exception) when (attempt < 3 && exception is not OperationCanceledException)
                {
                    // Next attempt.
                }
            }
        }

        private Task<HttpResponseMessage> ForwardAsync(HttpRequestMessage message, CancellationToken cancellationToken)
        {
            if (kind != OffFlow)
            {
                return base.SendAsync(message, cancellationToken);
            }

            using (ExecutionContext.SuppressFlow())
            {
                return Task.Run(() => base.SendAsync(message, cancellationToken), cancellationToken);
            }
        }

        private async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Version = request.Version };
            foreach (var header in request.Headers)
            {
                copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            if (kind is not (Rebuild or RebuildOrDrop) || request.Content is null)
            {
                copy.Content = request.Content;
                return copy;
            }

            var bytes = await request.Content.ReadAsByteArrayAsync(cancellationToken);
            if (kind == RebuildOrDrop && bytes.Length == 0)
            {
                return copy;
            }

            copy.Content = new ByteArrayContent(bytes);
            foreach (var header in request.Content.Headers)
            {
                copy.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            return copy;
        }
    }
}
