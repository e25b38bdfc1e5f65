using System.Globalization;

namespace ConnectionSdk.Providers;

/// <summary>A provider's answer, already read and checked.</summary>
/// <typeparam name="T">The wire type of the body.</typeparam>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="RequestId">The provider's id of the request, from its headers; null when it gave none.</param>
/// <param name="Date">The raw <c>Date</c> header; null when absent.</param>
public readonly record struct ProviderResponse<T>(int StatusCode, T Body, string? RequestId, string? Date)
{
    /// <summary>The provider's clock when it answered, to a second; null when it did not say. Compare with our own to see skew.</summary>
    public DateTimeOffset? ServerDate =>
        DateTimeOffset.TryParseExact(Date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    /// <summary>Only the status: the body may be private.</summary>
    /// <returns>The status.</returns>
    public override string ToString() => StatusCode.ToString(CultureInfo.InvariantCulture);
}
