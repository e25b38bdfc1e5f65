using System.Collections.Frozen;
using System.Text.Json;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>
/// Reads Flinks' error envelope and places its codes. The RequestId in it is left out: with it a session can be resumed, so it does not belong
/// in logs.
/// </summary>
internal sealed class FlinksErrorReader(FlinksStatuses statuses) : IProviderErrorReader
{
    private static readonly FrozenDictionary<string, ProviderErrorKind> Kinds = new Dictionary<string, ProviderErrorKind>(StringComparer.OrdinalIgnoreCase)
    {
        [FlinksStatusMap.UnknownLogin] = ProviderErrorKind.NotFound,
        [FlinksStatusMap.KeyRefused] = ProviderErrorKind.CredentialRejected,
        ["ACCESS_DENIED"] = ProviderErrorKind.CredentialRejected,
        ["INVALID_LOGIN"] = ProviderErrorKind.ChallengeRejected,
        ["INVALID_USERNAME"] = ProviderErrorKind.ChallengeRejected,
        ["INVALID_PASSWORD"] = ProviderErrorKind.ChallengeRejected,
        ["INVALID_SECURITY_RESPONSE"] = ProviderErrorKind.ChallengeRejected,
        ["INVALID_SECURITY_RESPONSE_NO_RETRY"] = ProviderErrorKind.ChallengeRejected,
        [FlinksStatusMap.AskedAgain] = ProviderErrorKind.ChallengeRejected,
        [FlinksStatusMap.Challenged] = ProviderErrorKind.Conflict,
        ["QUESTION_NOT_FOUND"] = ProviderErrorKind.Conflict,
        ["NEW_ACCOUNT"] = ProviderErrorKind.Conflict,
        ["UNAUTHORIZED"] = ProviderErrorKind.Conflict,
        ["SESSION_EXPIRED"] = ProviderErrorKind.Conflict,
        ["SESSION_NONEXISTENT"] = ProviderErrorKind.Conflict,
        ["ALREADY_AUTHORIZED"] = ProviderErrorKind.Conflict,
        ["OPERATION_PENDING"] = ProviderErrorKind.Conflict,
        ["OPERATION_DISPATCHED"] = ProviderErrorKind.Conflict,
        ["CARD_IN_USE"] = ProviderErrorKind.Conflict,
        ["CONCURRENT_SESSION"] = ProviderErrorKind.Conflict,
        ["NO_TRANSACTION"] = ProviderErrorKind.Conflict,
        ["DISABLED_LOGIN"] = ProviderErrorKind.Locked,
        ["TOO_MANY_REQUESTS"] = ProviderErrorKind.RateLimited,
        ["RETRY_LATER"] = ProviderErrorKind.Unavailable,
        ["BANK_MAINTENANCE_RETRY_LATER"] = ProviderErrorKind.Unavailable,
        ["DISABLED_INSTITUTION"] = ProviderErrorKind.Unavailable,
        ["AGGREGATION_ERROR"] = ProviderErrorKind.Unavailable,
        ["INVALID_REQUEST"] = ProviderErrorKind.InvalidRequest,
        ["UNKNOWN_CHALLENGE_KEY"] = ProviderErrorKind.InvalidRequest,
        ["SECURITYRESPONSES_INCOMPLETE"] = ProviderErrorKind.InvalidRequest,
        ["METHOD_NOT_AVAILABLE"] = ProviderErrorKind.NotSupported,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body)
    {
        var answer = Parse(body);
        if (answer is null || FlinksCode.Of(answer) is null)
        {
            return statusCode is 401 or 403 ? new ProviderError { Kind = ProviderErrorKind.CredentialRejected } : null;
        }

        // Answers of the calls a bank takes part in are read as results, whatever their number.
        answer.ReceivedStatus = statusCode;
        return Read(answer, bankTakesPart: false);
    }

    /// <summary>What an answer says that is not what was hoped for.</summary>
    public ProviderError Read(FlinksAnswerDto answer, bool bankTakesPart = true)
    {
        var key = statuses.KeyOf(FlinksCode.RowOf(answer, bankTakesPart));
        var isLimit = FlinksCode.Is(key, FlinksStatusMap.RateLimited);
        var row = statuses.Find(key, out var recognised);
        return new ProviderError
        {
            Code = FlinksCode.Of(answer) ?? ProviderText.Clean(key),
            CodeIsKnown = recognised,
            DeveloperMessage = answer.Message,
            Kind = Kinds.TryGetValue(key, out var kind) ? kind : null,
            IsTransient = row.State is ConnectionState.Degraded or ConnectionState.Connecting,
            MeansStatus = isLimit ? 429 : null,
            RetryNow = row.State == ConnectionState.Degraded && !isLimit ? FlinksCode.Is(key, "AGGREGATION_ERROR") : null,
            RetryAfter = answer.RetryAfter ?? FlinksStatusMap.PauseAfter(key),
        };
    }

    private static FlinksAnswerDto? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonSerializer.Deserialize(body, FlinksJsonContext.Instance.FlinksAnswerDto);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
