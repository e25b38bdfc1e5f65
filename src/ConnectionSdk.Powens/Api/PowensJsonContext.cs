using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens.Api;

/// <summary>The wire types of Powens: snake case, read only. Bodies that carry secrets are written by hand.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PowensConnectionDto))]
[JsonSerializable(typeof(PowensConnectionsDto))]
[JsonSerializable(typeof(PowensAccountsDto))]
[JsonSerializable(typeof(PowensAccountDto))]
[JsonSerializable(typeof(PowensTokenDto))]
[JsonSerializable(typeof(PowensCodeDto))]
[JsonSerializable(typeof(PowensWebauthUrlDto))]
[JsonSerializable(typeof(PowensKeyDto))]
[JsonSerializable(typeof(PowensErrorDto))]
internal sealed partial class PowensJsonContext : JsonSerializerContext
{
    public static PowensJsonContext Instance { get; } = new(ProviderJson.CreateOptions(JsonNamingPolicy.SnakeCaseLower));
}
