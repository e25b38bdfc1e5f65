using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Json;

internal sealed class ReconnectSessionIdJsonConverter : JsonConverter<ReconnectSessionId>
{
    public override ReconnectSessionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReconnectSessionId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a reconnect session id.");

    public override void Write(Utf8JsonWriter writer, ReconnectSessionId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
