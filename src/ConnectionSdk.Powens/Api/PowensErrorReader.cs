using System.Collections.Frozen;
using System.Text.Json;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens.Api;

/// <summary>Reads Powens' error envelope and places its codes. Powens asks to branch on the code; where a code says nothing, the HTTP status decides.</summary>
internal sealed class PowensErrorReader(StatusReader statuses) : IProviderErrorReader
{
    private static readonly FrozenDictionary<string, ProviderErrorKind> Kinds = new Dictionary<string, ProviderErrorKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["wrongpass"] = ProviderErrorKind.ChallengeRejected,
        ["passwordExpired"] = ProviderErrorKind.ChallengeRejected,
        ["SCARequired"] = ProviderErrorKind.Conflict,
        ["webauthRequired"] = ProviderErrorKind.Conflict,
        ["additionalInformationNeeded"] = ProviderErrorKind.Conflict,
        ["decoupled"] = ProviderErrorKind.Conflict,
        ["validating"] = ProviderErrorKind.Conflict,
        ["actionNeeded"] = ProviderErrorKind.Conflict,
        ["bankMessage"] = ProviderErrorKind.Conflict,
        ["connectionLocked"] = ProviderErrorKind.Conflict,
        ["tooManySync"] = ProviderErrorKind.Conflict,
        ["rateLimiting"] = ProviderErrorKind.RateLimited,
        ["websiteUnavailable"] = ProviderErrorKind.Unavailable,
        ["notSupported"] = ProviderErrorKind.NotSupported,
        ["noAccount"] = ProviderErrorKind.NotSupported,
        ["forbidden"] = ProviderErrorKind.Forbidden,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body)
    {
        var dto = Parse(body);
        var code = PowensCode.Of(dto?.Code);
        if (dto is null || code is null)
        {
            return statusCode is 401 or 403 ? new ProviderError { Kind = ProviderErrorKind.CredentialRejected } : null;
        }

        statuses.Find(code, out var recognised);
        return new ProviderError
        {
            Code = code,
            CodeIsKnown = recognised,
            DeveloperMessage = PowensMapper.BankText(code, dto.Description ?? dto.Message),
            UserMessage = dto.Description is null ? null : PowensMapper.BankText(code, dto.Message),
            RequestId = dto.RequestId,
            Kind = KindOf(code, statusCode, recognised),

            // A bank that is down or throttles stays so for minutes; a locked connection frees itself.
            RetryNow = PowensCode.Is(code, "websiteUnavailable") || PowensCode.Is(code, "rateLimiting") ? false : null,
            IsTransient = IsFault(code) || PowensCode.Is(code, "websiteUnavailable") || PowensCode.Is(code, "rateLimiting") || PowensCode.Is(code, "connectionLocked")
                || PowensCode.Is(code, "tooManySync") ? true : null,
        };
    }

    /// <summary>Whether an answer refuses the token itself, and not only what it may do. The status for that is not documented: both were seen.</summary>
    public static bool RefusesToken(int statusCode, ProviderError error) =>
        statusCode == 401 || (statusCode == 403 && error.Kind == ProviderErrorKind.CredentialRejected);

    private static ProviderErrorKind? KindOf(string code, int statusCode, bool recognised)
    {
        if (Kinds.TryGetValue(code, out var kind))
        {
            return kind;
        }

        if (statusCode < 500 && IsFault(code))
        {
            // Nothing is wrong with the request, whatever the status says. With 5xx the status says so itself, doubt about what was sent included.
            return ProviderErrorKind.Unavailable;
        }

        return statusCode == 403 && !recognised ? ProviderErrorKind.CredentialRejected : null;
    }

    /// <summary>Faults of Powens' own, which pass when they are mended there.</summary>
    private static bool IsFault(string code) => PowensCode.Is(code, "bug") || PowensCode.Is(code, "keymanager");

    private static PowensErrorDto? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonSerializer.Deserialize(body, PowensJsonContext.Instance.PowensErrorDto);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
