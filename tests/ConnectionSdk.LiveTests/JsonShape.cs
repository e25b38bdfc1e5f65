using System.Text.Json;
using System.Text.RegularExpressions;

namespace ConnectionSdk.LiveTests;

/// <summary>What a body looks like, without what it says: names of members, kinds of values, the form of dates, and words of an open set such as a status.</summary>
internal static partial class JsonShape
{
    /// <summary>Members whose value is a word of the provider's, and never somebody's.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "status", "state", "error", "code", "connectionStatus", "jobStatus", "FlinksCode", "HttpStatusCode", "type", "AccountType", "Category", "TTL",
        "expires_in", "expiresIn", "has_more", "statusCode",
    };

    public static string Of(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return "(empty)";
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return Of(document.RootElement, "");
        }
        catch (JsonException)
        {
            return $"(no JSON, {body.Length} bytes)";
        }
    }

    /// <summary>A path in which everything that could be an id is replaced.</summary>
    public static string Route(string path) => string.Join('/', path.Split('/').Select(segment => IdPattern().IsMatch(segment) ? "{id}" : segment));

    private static string Of(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(", ", value.EnumerateObject().Select(member => $"{member.Name}: {Of(member.Value, member.Name)}")) + "}",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "[]" : $"[{Of(value[0], "")} x{value.GetArrayLength()}]",
        JsonValueKind.String => OfText(value.GetString()!, name),
        JsonValueKind.Number => Words.Contains(name) ? value.GetRawText() : "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "null",
    };

    private static string OfText(string text, string name)
    {
        if (Words.Contains(name) && WordPattern().IsMatch(text))
        {
            return $"\"{text}\"";
        }

        return DatePattern().IsMatch(text) ? $"date {DigitPattern().Replace(text, "9")}" : "text";
    }

    [GeneratedRegex("^[A-Za-z_ .-]{1,40}$|^[0-9]{1,6}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WordPattern();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[+-][0-9:]+)?)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DatePattern();

    [GeneratedRegex("[0-9]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DigitPattern();

    [GeneratedRegex("^[0-9]+$|[0-9a-fA-F]{8}|^(conn|acc|ri|sess|bank)_|%", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IdPattern();
}
