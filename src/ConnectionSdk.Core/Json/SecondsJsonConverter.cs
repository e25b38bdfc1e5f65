using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Json;

/// <summary>A time span as a number of seconds: what a front end can count with.</summary>
internal sealed class SecondsJsonConverter : JsonConverter<TimeSpan?>
{
    public override TimeSpan? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : TimeSpan.FromSeconds(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, TimeSpan? value, JsonSerializerOptions options)
    {
        if (value is { } span)
        {
            writer.WriteNumberValue(span.TotalSeconds);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
