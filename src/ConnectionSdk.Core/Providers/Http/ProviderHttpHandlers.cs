namespace ConnectionSdk.Providers;

/// <summary>What really sends.</summary>
internal static class ProviderHttpHandlers
{
    public static SocketsHttpHandler CreateSockets()
    {
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),

            // Trace headers and baggage of the host are no business of a provider.
            ActivityHeadersPropagator = null,
        };
        Harden(handler);
        return handler;
    }

    /// <summary>
    /// Redirects would carry keys (x-api-key) and bodies (the code) to another host; cookies would tie one user's call to another's.
    /// Applied to whatever handler the host puts in, too.
    /// </summary>
    public static void Harden(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler outer) handler = outer.InnerHandler;
        switch (handler)
        {
            case SocketsHttpHandler sockets:
                sockets.AllowAutoRedirect = false;
                sockets.UseCookies = false;
                break;
            case HttpClientHandler client:
                client.AllowAutoRedirect = false;
                client.UseCookies = false;
                break;
        }
    }
}
