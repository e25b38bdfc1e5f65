using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria.Api;

/// <summary>Reads why a synchronisation failed: a code was seen, an object with one is accepted. Araucaria: Refresh intents.</summary>
internal sealed class AraucariaRefreshErrorConverter : JsonConverter<string>
{
    private static readonly LenientTextConverter Text = new();

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartObject
            ? JsonSerializer.Deserialize(ref reader, AraucariaJsonContext.Instance.AraucariaErrorDto)?.Code
            : Text.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
}
