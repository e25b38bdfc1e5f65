using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ConnectionSdk.Providers;

/// <summary>Reads the bodies of deliveries leniently: what has another type than expected counts as absent, and nothing throws.</summary>
public static class WebhookJson
{
    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = ProviderJson.MaxDepth,
#if NET10_0_OR_GREATER
        AllowDuplicateProperties = false,
#endif
    };

    /// <summary>Reads a body whose root is an object.</summary>
    /// <param name="body">The body as received.</param>
    /// <param name="document">The document; dispose it.</param>
    public static bool TryParse(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(body, Options);
        }
        catch (JsonException)
        {
            document = null;
            return false;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        document.Dispose();
        document = null;
        return false;
    }

    /// <summary>A member of an object; an undefined element when there is none.</summary>
    /// <param name="element">What should be an object.</param>
    /// <param name="name">The member.</param>
    public static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A member that is text or a number, as text; null when it is anything else or not valid Unicode.</summary>
    /// <param name="element">What should be an object.</param>
    /// <param name="name">The member.</param>
    public static string? Text(JsonElement element, string name)
    {
        var member = Member(element, name);
        try
        {
            return member.ValueKind switch
            {
                JsonValueKind.String => member.GetString(),
                JsonValueKind.Number => member.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8: the parser lets them pass, the string cannot be made.
            return null;
        }
    }

    /// <summary>A reference to a connection; null when the id is absent or cannot be one. A user id that cannot be one is left out.</summary>
    /// <param name="provider">The registration.</param>
    /// <param name="connectionId">The connection.</param>
    /// <param name="userId">The user, if known.</param>
    public static ConnectionRef? Connection(ProviderId provider, string? connectionId, string? userId = null) => RefText.IsPart(connectionId)
        ? new ConnectionRef(provider, connectionId, RefText.IsPart(userId) ? userId : null)
        : null;

    /// <summary>A moment in seconds since 1970; null when it is none.</summary>
    /// <param name="seconds">Digits.</param>
    public static DateTimeOffset? Moment(string? seconds) =>
        seconds is { Length: <= 12 } && long.TryParse(seconds, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value)
        && value <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(value)
            : null;
}
