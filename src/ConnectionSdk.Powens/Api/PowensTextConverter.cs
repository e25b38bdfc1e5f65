using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Powens.Api;

/// <summary>
/// Reads text where Powens sends text or a number (ids, request ids) or an object that has it as a member (account types). Anything else is absent.
/// </summary>
internal class PowensTextConverter(string member) : JsonConverter<string>
{
    public PowensTextConverter()
        : this("name")
    {
    }

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            case JsonTokenType.StartObject:
                return ReadMember(ref reader);
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();

    private string? ReadMember(ref Utf8JsonReader reader)
    {
        string? text = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isMember = reader.ValueTextEquals(member);
            reader.Read();
            if (isMember && reader.TokenType == JsonTokenType.String)
            {
                text = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return text;
    }
}
