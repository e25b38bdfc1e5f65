using System.Security.Authentication;

namespace ConnectionSdk.Providers;

/// <summary>Turns what went wrong into a kind and a retry class.</summary>
internal static class FailureRules
{
    public static CallFailure FromStatus(ProviderCall call, int status, ProviderError? error, string? requestId, TimeSpan? retryAfter, bool newToken)
    {
        var meant = error?.MeansStatus ?? status;
        var retry = meant switch
        {
            429 => RetryClass.Throttle,
            408 or 500 or 502 or 503 or 504 => RetryClass.Transient,
            _ => RetryClass.None,
        };

        // What the adapter knows by its code outweighs the status: a locked login does not open again in 200 ms.
        var lasting = error?.Kind is { } kind && !IsPassing(kind);
        if (lasting) retry = RetryClass.None;
        if (error?.RetryNow is { } now) retry = !now ? RetryClass.None : retry == RetryClass.None ? RetryClass.Transient : retry;

        return new CallFailure
        {
            Kind = error?.Kind ?? (call.Rules.ChangesState && LeavesDoubt(meant) ? ProviderErrorKind.OutcomeUnknown : KindOf(meant)),
            Retry = retry,
            StatusCode = status,
            Error = error,
            RequestId = requestId,
            RetryAfter = retryAfter ?? error?.RetryAfter,
            IsTransient = error?.IsTransient ?? (!lasting && meant is 408 or 429 or >= 500 and not 501 and not 505),
            Detail = status is >= 300 and < 400 ? "The redirect was refused: keys and codes must not follow it to another address." : null,
            NewTokenWorthTrying = newToken,
            BlamesProvider = meant >= 500,
        };
    }

    public static CallFailure FromTimeout(ProviderCall call, int? status) => new()
    {
        Kind = call.Rules.ChangesState ? ProviderErrorKind.OutcomeUnknown : ProviderErrorKind.Timeout,
        Retry = RetryClass.Transient,
        StatusCode = status,
        IsTransient = true,
        Detail = "No complete answer within the time allowed.",
        BlamesProvider = true,
    };

    /// <summary>The time was over before there was a token: nothing was sent, and the provider is not to blame.</summary>
    public static CallFailure NoCredentialInTime(ProviderCall call) => new()
    {
        Kind = call.Rules.ChangesState ? ProviderErrorKind.NotSent : ProviderErrorKind.Timeout,
        IsTransient = true,
        Unsent = true,
        Detail = "No token could be had within the time allowed.",
    };

    public static CallFailure FromSending(ProviderCall call, Exception exception, HttpContent? content)
    {
        if (NotSentProof.Holds(exception, content))
        {
            // A certificate that does not fit today will not fit in 200 ms either.
            var trust = exception.InnerException is AuthenticationException;
            return new CallFailure
            {
                Kind = call.Rules.ChangesState ? ProviderErrorKind.NotSent : ProviderErrorKind.Network,
                Retry = trust ? RetryClass.None : RetryClass.Transient,
                IsTransient = !trust,
                Unsent = true,
                Detail = exception is HttpRequestException { HttpRequestError: var reason } ? $"{reason}." : "No connection within the time allowed.",
                Cause = exception,
                BlamesProvider = true,
            };
        }

        if (exception is SendOnceException)
            return Doubtful(call, ProviderErrorKind.Network, RetryClass.None, "A second send by a handler of the host was refused.", exception);
        if (exception is not HttpRequestException { HttpRequestError: var error })
            return Doubtful(call, ProviderErrorKind.Unknown, RetryClass.None, $"{exception.GetType().Name} from a handler of the host.", exception);

        return error switch
        {
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError =>
                Doubtful(call, ProviderErrorKind.Protocol, RetryClass.NotJson, $"{error}.", exception),
            HttpRequestError.ConfigurationLimitExceeded =>
                Doubtful(call, ProviderErrorKind.TooLarge, RetryClass.None, "The headers of the answer are too large.", exception),
            _ => Doubtful(call, ProviderErrorKind.Network, RetryClass.Transient, $"{error}.", exception),
        };
    }

    /// <summary>The answer began and did not end, or its compression is broken.</summary>
    public static CallFailure FromReading(ProviderCall call, Exception exception, int status) => exception is InvalidDataException
        ? Malformed(call, status, "Its compression is broken.", RetryClass.None)
        : Malformed(call, status, "It broke off before its end.", RetryClass.Transient);

    public static CallFailure TooLarge(ProviderCall call, int status) => new()
    {
        Kind = call.Rules.ChangesState ? ProviderErrorKind.OutcomeUnknown : ProviderErrorKind.TooLarge,
        StatusCode = status,
        Detail = $"More than {call.MaxResponseBytes} bytes.",
    };

    public static CallFailure Malformed(ProviderCall call, int status, string detail, RetryClass retry = RetryClass.None) => new()
    {
        Kind = call.Rules.ChangesState ? ProviderErrorKind.OutcomeUnknown : ProviderErrorKind.Protocol,
        Retry = retry,
        StatusCode = status,
        IsTransient = retry != RetryClass.None,
        Detail = detail,
        BlamesProvider = retry == RetryClass.Transient,
    };

    public static CallFailure HeldBack(ProviderCall call, TimeSpan wait) => new()
    {
        Kind = call.Rules.ChangesState ? ProviderErrorKind.NotSent : ProviderErrorKind.Unavailable,
        IsTransient = true,
        Unsent = true,
        RetryAfter = wait,
        Detail = "Held back: too many of the last calls failed.",
    };

    public static CallFailure NoCredential(ProviderCall call, ProviderException cause) => new()
    {
        Kind = call.Rules.ChangesState ? ProviderErrorKind.NotSent : cause.Kind,
        IsTransient = cause.IsTransient,
        Unsent = true,
        RetryAfter = cause.RetryAfter,
        RequestId = cause.RequestId,
        StatusCode = cause.StatusCode,
        Error = new ProviderError { Code = cause.ProviderCode, DeveloperMessage = cause.ProviderMessage, UserMessage = cause.UserMessage },
        Detail = $"No token could be had ({cause.Operation}: {cause.Kind}).",
        Cause = cause,
    };

    private static CallFailure Doubtful(ProviderCall call, ProviderErrorKind kind, RetryClass retry, string detail, Exception cause) => new()
    {
        Kind = call.Rules.ChangesState ? ProviderErrorKind.OutcomeUnknown : kind,
        Retry = retry,
        IsTransient = retry != RetryClass.None,
        Detail = detail,
        Cause = cause,
        BlamesProvider = retry == RetryClass.Transient,
    };

    private static bool IsPassing(ProviderErrorKind kind) => kind is ProviderErrorKind.Timeout or ProviderErrorKind.Network
        or ProviderErrorKind.RateLimited or ProviderErrorKind.Unavailable or ProviderErrorKind.OutcomeUnknown;

    private static bool LeavesDoubt(int status) => status is 303 or 408 or >= 500 and not 501;

    private static ProviderErrorKind KindOf(int status) => status switch
    {
        >= 300 and < 400 => ProviderErrorKind.Protocol,
        400 or 406 or 411 or 413 or 414 or 415 or 422 => ProviderErrorKind.InvalidRequest,
        401 => ProviderErrorKind.CredentialRejected,
        403 => ProviderErrorKind.Forbidden,
        404 or 410 => ProviderErrorKind.NotFound,
        405 or 501 => ProviderErrorKind.NotSupported,
        409 => ProviderErrorKind.Conflict,
        423 => ProviderErrorKind.Locked,
        429 => ProviderErrorKind.RateLimited,
        408 or >= 500 => ProviderErrorKind.Unavailable,
        _ => ProviderErrorKind.Unknown,
    };
}
