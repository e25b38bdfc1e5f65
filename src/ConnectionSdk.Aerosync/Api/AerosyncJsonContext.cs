using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync.Api;

/// <summary>The wire types of Aerosync: camel case, read only. Bodies that carry secrets are written by hand.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AerosyncAccountAnswerDto))]
[JsonSerializable(typeof(AerosyncConnectionsDto))]
[JsonSerializable(typeof(AerosyncTokenDto))]
[JsonSerializable(typeof(AerosyncJobDto))]
internal sealed partial class AerosyncJsonContext : JsonSerializerContext
{
    public static AerosyncJsonContext Instance { get; } = new(ProviderJson.CreateOptions(JsonNamingPolicy.CamelCase));
}
