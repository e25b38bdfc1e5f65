namespace ConnectionSdk;

/// <summary>A call to a provider failed. Branch on <see cref="Kind"/>; the rest is for logs and support.</summary>
/// <remarks>
/// Holds no request, response, header or body. <see cref="Exception.Message"/> never repeats text of the provider:
/// that is in <see cref="ProviderMessage"/> and <see cref="UserMessage"/>, cleaned of control characters and cut to 256 characters.
/// </remarks>
public class ProviderException : ConnectionSdkException
{
    private readonly string? _providerCode;
    private readonly string? _providerMessage;
    private readonly string? _userMessage;
    private readonly string? _requestId;

    /// <summary>Creates the exception; integrators' tests may do so too.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="provider">The provider's name, for example <c>powens</c>.</param>
    /// <param name="operation">The operation that was asked for, for example <c>GetConnection</c>.</param>
    /// <param name="message">What happened and what to do next, or null for the standard words of <paramref name="kind"/>.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public ProviderException(
        ProviderErrorKind kind, string provider, string operation, string? message = null, Exception? innerException = null)
        : base(message ?? ProviderErrorText.For(kind, provider, operation), innerException)
    {
        Kind = kind;
        Provider = provider;
        Operation = operation;
    }

    /// <summary>What went wrong, in words that mean the same for all providers.</summary>
    public ProviderErrorKind Kind { get; }

    /// <summary>The provider's name, for example <c>powens</c>.</summary>
    public string Provider { get; }

    /// <summary>The tenant (named registration) that made the call; null for the unnamed one.</summary>
    public string? Tenant { get; init; }

    /// <summary>The operation that was asked for, for example <c>GetConnection</c>.</summary>
    public string Operation { get; }

    /// <summary>The HTTP status of the last answer; null when none came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The provider's own error code, for example <c>connectionLocked</c>; null when it gave none.</summary>
    public string? ProviderCode
    {
        get => _providerCode;
        init => _providerCode = CleanText.Of(value);
    }

    /// <summary>The provider's text for developers; null when it gave none. Data, not to be parsed or shown to users.</summary>
    public string? ProviderMessage
    {
        get => _providerMessage;
        init => _providerMessage = CleanText.Of(value);
    }

    /// <summary>The bank's or provider's text meant for the end user; null when it gave none. Encode it before showing it.</summary>
    public string? UserMessage
    {
        get => _userMessage;
        init => _userMessage = CleanText.Of(value);
    }

    /// <summary>The provider's id of the request, to quote to its support; null when it gave none.</summary>
    public string? RequestId
    {
        get => _requestId;
        init => _requestId = CleanText.Of(value);
    }

    /// <summary>True when the same call may work later without anyone doing anything.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the provider asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>False only when it is certain that the provider saw nothing of the (last) request.</summary>
    public bool MayHaveBeenSent { get; init; } = true;
}
