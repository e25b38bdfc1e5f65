using System.Text.Json;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>
/// What Flinks Connect told, as a page passed it on: an object, the text of one, the browser's event around it, or the query of the address the user
/// came back to. Its shape is only half documented, so nothing is expected of it. Flinks: Events, Handled errors.
/// </summary>
internal sealed record FlinksEvent(string? Step, string? Code, string? LoginId, string? RequestId, string? Url)
{
    private const int MaxWrappings = 3;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = ProviderJson.MaxDepth };

    /// <summary>Reads a message; null when it tells nothing.</summary>
    public static FlinksEvent? Parse(string message) => Parse(message, MaxWrappings);

    /// <summary>Reads an address, or the query of one; null when it is none.</summary>
    public static FlinksEvent? OfAddress(string? address)
    {
        if (address?.Contains('=', StringComparison.Ordinal) != true
            || !Uri.TryCreate(address.Contains('?', StringComparison.Ordinal) ? address : "?" + address, UriKind.RelativeOrAbsolute, out var uri))
        {
            return null;
        }

        string? Value(string name) => CallbackState.QueryValue(uri, name);
        return new FlinksEvent(Value("step"), Value("flinksCode"), Value("loginId"), Value("requestId"), Value("url"));
    }

    private static FlinksEvent? Parse(string message, int wrappings)
    {
        try
        {
            using var document = JsonDocument.Parse(message, Options);
            return Of(document.RootElement, wrappings);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // The latter two are halves of surrogate pairs.
            return OfAddress(message);
        }
    }

    private static FlinksEvent? Of(JsonElement message, int wrappings)
    {
        if (message.ValueKind == JsonValueKind.String && wrappings > 0)
        {
            return Parse(message.GetString()!, wrappings - 1);
        }

        if (message.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var told = new FlinksEvent(
            Text(message, "step"), Text(message, "flinksCode"), Text(message, "loginId"), Text(message, "requestId"), Text(message, "url"));
        return told is { Step: null, Code: null } && wrappings > 0 && Member(message, "data") is { ValueKind: JsonValueKind.Object or JsonValueKind.String } data
            ? Of(data, wrappings - 1) ?? told
            : told;
    }

    private static string? Text(JsonElement message, string name) => Member(message, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>Events are written in camel case and answers in Pascal case; which of the two an error has is told nowhere.</summary>
    private static JsonElement Member(JsonElement message, string name)
    {
        foreach (var member in message.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value;
            }
        }

        return default;
    }
}
