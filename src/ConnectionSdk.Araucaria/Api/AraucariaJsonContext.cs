using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria.Api;

/// <summary>The wire types of Araucaria: camel case, but for the envelopes of lists; read only. Bodies are written by hand.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AraucariaConnectionDto))]
[JsonSerializable(typeof(AraucariaWidgetTokenDto))]
[JsonSerializable(typeof(AraucariaAccountsDto))]
[JsonSerializable(typeof(AraucariaAccountsPageDto))]
[JsonSerializable(typeof(AraucariaAccountDto[]))]
[JsonSerializable(typeof(AraucariaRefreshIntentDto))]
[JsonSerializable(typeof(AraucariaErrorDto))]
internal sealed partial class AraucariaJsonContext : JsonSerializerContext
{
    public static AraucariaJsonContext Instance { get; } = new(ProviderJson.CreateOptions(JsonNamingPolicy.CamelCase));
}
