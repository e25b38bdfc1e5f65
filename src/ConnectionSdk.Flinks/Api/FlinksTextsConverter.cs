using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>Reads a list of texts. One that cannot be read is empty, so that nobody takes the others for all there are.</summary>
internal sealed class FlinksTextsConverter : JsonConverter<string[]>
{
    private static readonly LenientTextConverter Text = new();

    public override string[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return [""];
        }

        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(Text.Read(ref reader, typeof(string), options) ?? "");
        }

        return [.. texts];
    }

    public override void Write(Utf8JsonWriter writer, string[] value, JsonSerializerOptions options) => throw new NotSupportedException();
}
