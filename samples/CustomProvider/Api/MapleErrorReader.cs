using System.Text.Json;
using ConnectionSdk;
using ConnectionSdk.Providers;

namespace Maple.Api;

/// <summary>Reads Maple's error envelope. Only what the HTTP status does not say is stated: that a code was wrong is no malformed request.</summary>
internal sealed class MapleErrorReader(StatusReader statuses) : IProviderErrorReader
{
    public ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || JsonSerializer.Deserialize(body, MapleJsonContext.Instance.MapleErrorDto) is not { Error: { Length: > 0 } code } dto)
        {
            return null;
        }

        statuses.Map.Find(code, out var isKnown);
        return new ProviderError
        {
            Code = code,
            CodeIsKnown = isKnown,
            DeveloperMessage = dto.Message,
            Kind = code switch
            {
                "wrongCode" => ProviderErrorKind.ChallengeRejected,
                "locked" => ProviderErrorKind.Locked,
                _ => null,
            },
        };
    }
}
