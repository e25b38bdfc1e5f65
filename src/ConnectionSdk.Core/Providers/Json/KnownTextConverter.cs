using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Providers;

/// <summary>
/// Reads text that is almost always one of a few known values, such as a status code, without making a new string each time. Other text and
/// numbers are kept as text; anything else but null becomes <see cref="Unreadable"/>. Adapters derive from it with their codes.
/// </summary>
public abstract class KnownTextConverter : JsonConverter<string>
{
    /// <summary>What a value that is neither text nor a number reads as: taken for absent it could mean that all is well.</summary>
    public const string Unreadable = "(unreadable)";

    private static readonly LenientTextConverter Lenient = new();

    private readonly (byte[] Utf8, string Text)[][] _knownByLength;

    /// <summary>Creates the converter.</summary>
    /// <param name="known">The values that are expected.</param>
    protected KnownTextConverter(IEnumerable<string> known)
    {
        var values = known.Where(text => text.Length > 0).Select(text => (Utf8: Encoding.UTF8.GetBytes(text), Text: text)).ToLookup(value => value.Utf8.Length);
        var longest = values.Select(group => group.Key).DefaultIfEmpty().Max();
        _knownByLength = [.. Enumerable.Range(0, longest + 1).Select(length => values[length].ToArray())];
    }

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            reader.Skip();
            return Unreadable;
        }

        if (reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && reader.ValueSpan.Length < _knownByLength.Length)
        {
            foreach (var (utf8, text) in _knownByLength[reader.ValueSpan.Length])
            {
                if (reader.ValueTextEquals(utf8))
                {
                    return text;
                }
            }
        }

        return Lenient.Read(ref reader, typeToConvert, options);
    }

    /// <summary>Not used: codes are only read.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
}
