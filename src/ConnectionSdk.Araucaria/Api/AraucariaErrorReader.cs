using System.Collections.Frozen;
using System.Text.Json;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria.Api;

/// <summary>Reads Araucaria's error envelope and places its codes. The message is never parsed; where a code says nothing, the HTTP status decides.</summary>
internal sealed class AraucariaErrorReader(AraucariaStatuses statuses) : IProviderErrorReader
{
    private static readonly FrozenDictionary<string, ProviderErrorKind> Kinds = new Dictionary<string, ProviderErrorKind>(AraucariaCode.Comparer)
    {
        [AraucariaStatusMap.InvalidApiKey] = ProviderErrorKind.CredentialRejected,
        [AraucariaStatusMap.InvalidWidgetToken] = ProviderErrorKind.CredentialRejected,
        [AraucariaStatusMap.NotFound] = ProviderErrorKind.NotFound,
        [AraucariaStatusMap.AccountNotFound] = ProviderErrorKind.NotFound,
        [AraucariaStatusMap.InvalidState] = ProviderErrorKind.Conflict,
        [AraucariaStatusMap.HasData] = ProviderErrorKind.Conflict,
        [AraucariaStatusMap.BankUnavailable] = ProviderErrorKind.Unavailable,
    }.ToFrozenDictionary(AraucariaCode.Comparer);

    public ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body)
    {
        if (Parse(body) is not { Code: { Length: > 0 } code } dto)
        {
            return null;
        }

        statuses.Find(code, out var recognised);

        // Araucaria: Errors, "retry after a few minutes": a second call right away would only spend the retries.
        bool? bankIsDown = AraucariaCode.Is(code, AraucariaStatusMap.BankUnavailable) ? true : null;
        return new ProviderError
        {
            Code = code,
            CodeIsKnown = recognised,
            DeveloperMessage = dto.Message,
            Kind = Kinds.TryGetValue(code, out var kind) ? kind : null,
            RetryNow = !bankIsDown,
            IsTransient = bankIsDown,
        };
    }

    private static AraucariaErrorDto? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonSerializer.Deserialize(body, AraucariaJsonContext.Instance.AraucariaErrorDto);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
