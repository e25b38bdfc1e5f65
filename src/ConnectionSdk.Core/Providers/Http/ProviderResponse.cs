using System.Globalization;

namespace ConnectionSdk.Providers;

/// <summary>A provider's answer, already read and checked.</summary>
/// <typeparam name="T">The wire type of the body.</typeparam>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="RequestId">The provider's id of the request, from its headers; null when it gave none.</param>
public readonly record struct ProviderResponse<T>(int StatusCode, T Body, string? RequestId)
{
    /// <summary>How long to wait before the next call, where an answer other than 200 says so in <c>Retry-After</c>; else null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Only the status: the body may be private.</summary>
    /// <returns>The status.</returns>
    public override string ToString() => StatusCode.ToString(CultureInfo.InvariantCulture);
}
