namespace ConnectionSdk.Providers;

/// <summary>A failed attempt, before it is known whether it will be repeated. Holds no request, response or body.</summary>
internal sealed class CallFailure
{
    public required ProviderErrorKind Kind { get; init; }

    public RetryClass Retry { get; init; }

    public int? StatusCode { get; init; }

    public ProviderError? Error { get; init; }

    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public bool IsTransient { get; init; }

    /// <summary>Certain that nothing of the request reached the provider.</summary>
    public bool Unsent { get; init; }

    /// <summary>What happened, in our words.</summary>
    public string? Detail { get; init; }

    public Exception? Cause { get; init; }

    /// <summary>The token that was used has been dropped: the call may be sent once more with a new one.</summary>
    public bool NewTokenWorthTrying { get; init; }

    /// <summary>Counts against the breaker: the provider or the way to it is in trouble (never a 4xx).</summary>
    public bool BlamesProvider { get; init; }

    public ProviderException ToException(string provider, string? tenant, string operation)
    {
        var code = Error is { CodeIsKnown: true, Code: { } known } ? $" [{known}]" : null;
        var status = StatusCode is { } number ? $" HTTP {number}{code}." : code;
        var message = $"{provider} {operation}: {ProviderErrorText.WordsFor(Kind)}{status}{(Detail is null ? null : " " + Detail)}";
        return new ProviderException(Kind, provider, operation, message, Cause)
        {
            Tenant = tenant,
            StatusCode = StatusCode,
            ProviderCode = Error?.Code,
            ProviderMessage = Error?.DeveloperMessage,
            UserMessage = Error?.UserMessage,
            RequestId = Error?.RequestId ?? RequestId,
            IsTransient = IsTransient,
            RetryAfter = RetryAfter,
            MayHaveBeenSent = !Unsent,
        };
    }
}
