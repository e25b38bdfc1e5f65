using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Powens.Api;

/// <summary>Reads <see cref="PowensTime"/>; anything else is absent, never an error.</summary>
internal sealed class PowensTimeConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (reader.ValueIsEscaped)
        {
            // A plus sign before an offset is often written \u002B.
            return reader.GetString() is { } text ? PowensTime.Parse(Encoding.UTF8.GetBytes(text)) : null;
        }

        return PowensTime.Parse(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
