namespace ConnectionSdk.Providers;

/// <summary>What an adapter reads out of a provider's error body.</summary>
public sealed class ProviderError
{
    /// <summary>The provider's error code; null when it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>True when <see cref="Code"/> is one the adapter knows, so that it may appear in the message of the exception.</summary>
    public bool CodeIsKnown { get; init; }

    /// <summary>Text for developers; null when there is none.</summary>
    public string? DeveloperMessage { get; init; }

    /// <summary>Text of the bank or the provider for the end user; null when there is none.</summary>
    public string? UserMessage { get; init; }

    /// <summary>The provider's id of the request; null to take it from the usual headers.</summary>
    public string? RequestId { get; init; }

    /// <summary>What kind of failure the code means; null to decide by the HTTP status. Stated by the adapter, it wins over "outcome unknown".</summary>
    public ProviderErrorKind? Kind { get; init; }

    /// <summary>The HTTP status the error stands for where the answer's own says something else (Aerosync: a server error inside a 200); null to take the answer's.</summary>
    public int? MeansStatus { get; init; }

    /// <summary>Whether the same call may work later; null to decide by the HTTP status.</summary>
    public bool? IsTransient { get; init; }

    /// <summary>
    /// Whether the call may be repeated right away, where its effect allows repeating at all (Read, Mint); null to decide by the HTTP status.
    /// False for "come back in minutes", true for a server error inside a 200.
    /// </summary>
    public bool? RetryNow { get; init; }

    /// <summary>How long to wait, when the body or its code says so; a <c>Retry-After</c> header is read without help and counts more.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
