using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens.Api;

/// <summary>
/// Reads whether something has happened where Powens sends the date it happened on, and null while it has not (<c>disabled</c>, <c>deleted</c>). In
/// requests the same members are flags, so flags are read too. Powens: Bank accounts.
/// </summary>
internal sealed class PowensMarkConverter : JsonConverter<bool>
{
    private static readonly LenientFlagConverter Flag = new();

    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? PowensCode.IsMark(reader.GetString())
            : Flag.Read(ref reader, typeToConvert, options) ?? false;

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => throw new NotSupportedException();
}
