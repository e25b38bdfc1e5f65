using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Providers;

/// <summary>
/// Reads an amount sent as a number or as text, with a point before its decimals. Anything else counts as absent, never as an error: a comma
/// may part thousands or decimals, so an amount that has one is not guessed.
/// </summary>
public sealed class LenientDecimalConverter : JsonConverter<decimal?>
{
    private const NumberStyles Plain = NumberStyles.Number & ~NumberStyles.AllowThousands;

    /// <inheritdoc/>
    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out var number) ? number : null;
            case JsonTokenType.String:
                return decimal.TryParse(reader.GetString(), Plain, CultureInfo.InvariantCulture, out var text) ? text : null;
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
    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
