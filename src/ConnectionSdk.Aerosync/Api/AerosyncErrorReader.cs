using System.Collections.Frozen;
using System.Text.Json;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync.Api;

/// <summary>
/// Reads Aerosync's error envelope, which also comes inside HTTP 200, and places its codes. HTTP 400 is used for faults of the bank too, so the
/// code decides; where it says nothing, the HTTP status does. Aerosync: Error handling.
/// </summary>
internal sealed class AerosyncErrorReader(StatusReader statuses) : IProviderErrorReader
{
    public const string TokenExpired = "AC-001";

    private static readonly JsonReaderOptions Limits = new() { MaxDepth = ProviderJson.MaxDepth };

    private static readonly FrozenDictionary<string, ProviderErrorKind> Kinds = new Dictionary<string, ProviderErrorKind>(StringComparer.OrdinalIgnoreCase)
    {
        [TokenExpired] = ProviderErrorKind.CredentialRejected,
        ["AC-100"] = ProviderErrorKind.InvalidRequest,
        ["AC-101"] = ProviderErrorKind.CredentialRejected,
        ["AC-102"] = ProviderErrorKind.NotFound,
        ["AC-103"] = ProviderErrorKind.Unavailable,
        ["AC-104"] = ProviderErrorKind.Unavailable,
        ["AC-105"] = ProviderErrorKind.NotSupported,
        ["AC-106"] = ProviderErrorKind.NotSupported,
        ["AC-111"] = ProviderErrorKind.NotSupported,
        ["AC-112"] = ProviderErrorKind.Conflict,
        ["AC-114"] = ProviderErrorKind.NotSupported,
        ["AC-115"] = ProviderErrorKind.NotSupported,
        ["AC-117"] = ProviderErrorKind.ChallengeRejected,
        ["AC-204"] = ProviderErrorKind.NotSupported,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public bool LooksInsideSuccess => true;

    public ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\"error\""u8) < 0 || Parse(body) is not { } error)
        {
            return null;
        }

        var code = string.IsNullOrWhiteSpace(error.Code) ? null : error.Code;
        var recognised = false;
        if (code is not null)
        {
            statuses.Find(code, out recognised);
        }

        var serverFault = Is(code, "AC-500");
        return new ProviderError
        {
            Code = code,
            CodeIsKnown = recognised,
            DeveloperMessage = error.Message,
            Kind = code is not null && Kinds.TryGetValue(code, out var kind) ? kind : null,
            MeansStatus = serverFault ? 500 : null,

            // The bank is out of reach for minutes, and a job runs for seconds: neither is over when the call would be repeated.
            RetryNow = Is(code, "AC-103") || Is(code, "AC-104") || Is(code, "AC-112") ? false : null,
            IsTransient = Is(code, "AC-103") || Is(code, "AC-104") || Is(code, "AC-112") ? true : null,
        };
    }

    /// <summary>Whether an answer says that the API token has run out. Aerosync: Test cases, TC-05.</summary>
    public static bool SaysExpired(int statusCode, ProviderError error) => statusCode is 403 or 200 && Is(error.Code, TokenExpired);

    private static bool Is(string? code, string expected) => string.Equals(code, expected, StringComparison.OrdinalIgnoreCase);

    private static (string? Code, string? Message)? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, Limits);
            var root = JsonElement.ParseValue(ref reader);
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out var error))
            {
                return null;
            }

            return error.ValueKind switch
            {
                JsonValueKind.Object => (Text(error, "code"), Text(error, "message")),
                JsonValueKind.String when error.GetString() is { Length: > 0 } text => (Text(root, "code"), Text(root, "message") ?? text),
                JsonValueKind.True => (Text(root, "code"), Text(root, "message")),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
