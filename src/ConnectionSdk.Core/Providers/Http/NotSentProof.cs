namespace ConnectionSdk.Providers;

/// <summary>Tells "certainly never left" from "may have left". Both witnesses must agree: the kind of failure, and content nobody began to send.</summary>
internal static class NotSentProof
{
    public static bool Holds(Exception exception, HttpContent? content) =>
        exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        }
        && content is null or WitnessedContent { WasOpened: false };
}
