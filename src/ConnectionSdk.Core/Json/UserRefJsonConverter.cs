using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Json;

internal sealed class UserRefJsonConverter : JsonConverter<UserRef>
{
    public override UserRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        UserRef.TryParse(reader.GetString(), out var user) ? user : throw new JsonException("Not a user reference.");

    public override void Write(Utf8JsonWriter writer, UserRef value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
