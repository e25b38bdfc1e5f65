using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>The wire types of Flinks: Pascal case, read only. Bodies are written by hand: they carry answers of the user.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(FlinksAnswerDto))]
[JsonSerializable(typeof(FlinksTokenDto))]
internal sealed partial class FlinksJsonContext : JsonSerializerContext
{
    public static FlinksJsonContext Instance { get; } = new(ProviderJson.CreateOptions());
}
