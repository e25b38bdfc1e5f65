namespace ConnectionSdk.Providers;

/// <summary>Tells "certainly never left" from "may have left". Both witnesses must agree: the kind of failure, and content nobody began to send.</summary>
internal static class NotSentProof
{
    public static bool Holds(Exception exception, HttpContent? content) =>
        (IsConnectTimeout(exception) || exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        })
        && content is null or WitnessedContent { WasOpened: false };

    /// <summary>
    /// What comes when the time for connecting is over, the handshake included. When a client's own time is up it looks alike, but wraps the cancellation that
    /// this made, and leaves open how far the request had come.
    /// </summary>
    public static bool IsConnectTimeout(Exception exception) =>
        exception is OperationCanceledException { InnerException: TimeoutException { InnerException: not OperationCanceledException } };
}
