using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ConnectionSdk.Json;

/// <summary>The public JSON of Core: camel case, enums as words, nothing that is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RequiredAction))]
[JsonSerializable(typeof(ConnectSession))]
[JsonSerializable(typeof(Connection))]
[JsonSerializable(typeof(ReconnectSession))]
internal sealed partial class CoreJsonContext : JsonSerializerContext
{
    public static T Read<T>(string json, JsonTypeInfo<T> typeInfo, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(json, typeInfo) ?? throw new JsonException("null");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException)
        {
            throw new ConnectionSdkException(
                $"The stored {what} cannot be read by this version. Start the flow again; if it happens after an upgrade, see the changelog.", exception);
        }
    }
}
