using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Json;

internal sealed class ConnectionRefJsonConverter : JsonConverter<ConnectionRef>
{
    public override ConnectionRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ConnectionRef.TryParse(reader.GetString(), out var connection) ? connection : throw new JsonException("Not a connection reference.");

    public override void Write(Utf8JsonWriter writer, ConnectionRef value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
