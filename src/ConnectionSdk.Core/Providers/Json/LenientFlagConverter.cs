using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Providers;

/// <summary>Reads a flag sent as true/false, 1/0 or text. Anything else counts as absent, never as an error.</summary>
public sealed class LenientFlagConverter : JsonConverter<bool?>
{
    /// <inheritdoc/>
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var number) ? number != 0 : null;
            case JsonTokenType.String:
                return reader.GetString() switch
                {
                    "true" or "True" or "TRUE" or "1" => true,
                    "false" or "False" or "FALSE" or "0" => false,
                    _ => null,
                };
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>Not needed: wire types are only read.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
