using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Json;

internal sealed class StatusReasonJsonConverter : JsonConverter<StatusReason>
{
    public override StatusReason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 } value and not "none" ? new StatusReason(value) : StatusReason.None;

    public override void Write(Utf8JsonWriter writer, StatusReason value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
