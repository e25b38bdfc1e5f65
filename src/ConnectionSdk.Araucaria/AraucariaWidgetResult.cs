using System.Text.Json;
using ConnectionSdk.Araucaria.Api;

namespace ConnectionSdk.Araucaria;

/// <summary>How the widget ended, as far as it was passed on.</summary>
internal enum AraucariaWidgetEnd
{
    /// <summary>Nothing readable was passed on: only the connection can tell.</summary>
    Unsaid = 0,

    /// <summary><c>onSuccess({connectionId})</c>.</summary>
    Succeeded,

    /// <summary><c>onExit()</c>, without an argument: the user closed it.</summary>
    Closed,

    /// <summary><c>onExit(error)</c>.</summary>
    Failed,
}

/// <summary>
/// What the widget reported: the argument of <c>onSuccess</c> or <c>onExit</c>, bare or below <c>error</c>, with or without the name of the event, and
/// as JSON inside a JSON string. Any text is read without an exception. Araucaria: Widget setup.
/// </summary>
internal sealed record AraucariaWidgetResult(AraucariaWidgetEnd Kind, string? ConnectionId = null, string? ErrorCode = null)
{
    private const int MaxWrappings = 3;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    public static AraucariaWidgetResult Of(UserReply reply) => reply is UserReply.WidgetReturned { Json: var json }
        ? Parse(json)
        : new AraucariaWidgetResult(AraucariaWidgetEnd.Unsaid);

    private static AraucariaWidgetResult Parse(string? json, int wrappings = 0)
    {
        if (string.IsNullOrWhiteSpace(json) || json is "undefined")
        {
            return new AraucariaWidgetResult(AraucariaWidgetEnd.Closed);
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return AsText(document.RootElement) is { } inner && wrappings < MaxWrappings && HoldsJson(inner) ? Parse(inner, wrappings + 1) : Of(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return new AraucariaWidgetResult(AraucariaWidgetEnd.Unsaid);
        }
    }

    private static AraucariaWidgetResult Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return root.ValueKind switch
            {
                JsonValueKind.Null => new AraucariaWidgetResult(AraucariaWidgetEnd.Closed),
                JsonValueKind.String => new AraucariaWidgetResult(AraucariaWidgetEnd.Failed, null, root.GetString()),
                _ => new AraucariaWidgetResult(AraucariaWidgetEnd.Unsaid),
            };
        }

        var connectionId = Text(root, "connectionId");
        var name = Text(root, "event") ?? Text(root, "type");
        if (root.TryGetProperty("error", out var error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
        {
            return new AraucariaWidgetResult(
                AraucariaWidgetEnd.Failed, connectionId, error.ValueKind == JsonValueKind.Object ? Text(error, "code") : AsText(error));
        }

        if (Names(name, "success"))
        {
            return new AraucariaWidgetResult(AraucariaWidgetEnd.Succeeded, connectionId);
        }

        if (Text(root, "code") is { } code)
        {
            return new AraucariaWidgetResult(AraucariaWidgetEnd.Failed, connectionId, code);
        }

        // Only an exit without an argument is the user's: whatever else stands there is the error, also where it has no code.
        return Names(name, "exit") || (name is null && connectionId is null)
            ? new AraucariaWidgetResult(root.EnumerateObject().All(SaysNothing) ? AraucariaWidgetEnd.Closed : AraucariaWidgetEnd.Failed, connectionId)
            : new AraucariaWidgetResult(name is null ? AraucariaWidgetEnd.Succeeded : AraucariaWidgetEnd.Unsaid, connectionId);
    }

    private static bool SaysNothing(JsonProperty member) => member.Value.ValueKind == JsonValueKind.Null || member.Name is "event" or "type" or "connectionId";

    /// <summary>A bridge that writes JSON again around a message, and not the code of an error.</summary>
    private static bool HoldsJson(string text) => text.AsSpan().TrimStart() is "null" or "undefined" or ['{' or '[' or '"', ..];

    private static bool Names(string? name, string callback) => AraucariaCode.Is(name, callback) || AraucariaCode.Is(name, "on" + callback);

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? AsText(value) : null;

    private static string? AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
