using System.Text.Json;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync;

/// <summary>What a message of the widget, or an address the user came back to, says. A hint: the connection is read before it is believed.</summary>
internal enum AerosyncMessageKind
{
    /// <summary>Nothing that matters here: a page was loaded, or it cannot be read.</summary>
    Nothing = 0,
    Success,
    Error,
    Closed,
}

/// <summary>A message, read. Aerosync: Widget events.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="ConnectionIds">The connections of a success; may be empty.</param>
/// <param name="Code">The code of an error; null when it has none.</param>
internal sealed record AerosyncMessage(AerosyncMessageKind Kind, IReadOnlyList<string> ConnectionIds, string? Code)
{
    private const int MaxLength = 64 * 1024;
    private const int MaxWrappings = 3;

    private static readonly AerosyncMessage Nothing = new(AerosyncMessageKind.Nothing, [], null);

    public static AerosyncMessage Of(UserReply reply) => reply switch
    {
        UserReply.WidgetReturned widget => OfText(widget.Json),
        UserReply.RedirectReturned returned => OfAddress(returned.Uri),
        UserReply.ActionDone => new AerosyncMessage(AerosyncMessageKind.Success, [], null),
        _ => Nothing,
    };

    /// <summary>Whether a success names connections and this one is not among them.</summary>
    public bool IsAbout(string connectionId) => ConnectionIds.Count == 0 || ConnectionIds.Any(id => string.Equals(Plain(id), Plain(connectionId), StringComparison.OrdinalIgnoreCase));

    private static string Plain(string id) => id.Replace("-", "", StringComparison.Ordinal);

    /// <summary><c>?status=success&amp;connectionId=...</c>, <c>?status=error&amp;AC_CODE=...</c>, <c>?status=close</c>.</summary>
    private static AerosyncMessage OfAddress(Uri address)
    {
        var id = CallbackState.QueryValue(address, "connectionId");
        return CallbackState.QueryValue(address, "status")?.ToUpperInvariant() switch
        {
            "SUCCESS" => new AerosyncMessage(AerosyncMessageKind.Success, string.IsNullOrWhiteSpace(id) ? [] : [id], null),
            "ERROR" => new AerosyncMessage(AerosyncMessageKind.Error, [], CallbackState.QueryValue(address, "AC_CODE")),
            "CLOSE" => new AerosyncMessage(AerosyncMessageKind.Closed, [], null),
            _ => Nothing,
        };
    }

    private static AerosyncMessage OfText(string text)
    {
        for (var wrapping = 0; wrapping < MaxWrappings && text.Length <= MaxLength; wrapping++)
        {
            if (!TryParse(text, out var json))
            {
                return OfError(text);
            }

            if (json.ValueKind != JsonValueKind.String)
            {
                return OfJson(json);
            }

            text = Decoded(json) ?? "";
        }

        return Nothing;
    }

    private static AerosyncMessage OfJson(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return Nothing;
        }

        var payload = json.TryGetProperty("payload", out var inner) ? inner : json;
        for (var wrapping = 0; wrapping < MaxWrappings && payload.ValueKind == JsonValueKind.String && TryParse(Decoded(payload) ?? "", out var unwrapped); wrapping++)
        {
            payload = unwrapped;
        }

        return Text(json, "type") switch
        {
            "pageSuccess" => Success(payload),
            "widgetError" => AnError(payload.ValueKind == JsonValueKind.String ? Decoded(payload) ?? "" : Text(payload, "code") is { } code ? $"| Code: {code}" : "|"),
            "widgetClose" => new AerosyncMessage(AerosyncMessageKind.Closed, [], null),
            null when Success(payload) is { ConnectionIds.Count: > 0 } success => success,
            _ => Nothing,
        };
    }

    private static AerosyncMessage Success(JsonElement payload)
    {
        var ids = new List<string>();
        if (payload.ValueKind == JsonValueKind.Object)
        {
            if (payload.TryGetProperty("accounts", out var accounts) && accounts.ValueKind == JsonValueKind.Array)
            {
                ids.AddRange(accounts.EnumerateArray().Select(account => Text(account, "connectionId")).OfType<string>());
            }

            // The widgets of version 1 call the connection a password.
            if (ids.Count == 0 && (Text(payload, "connectionId") ?? Text(payload, "user_password")) is { } id)
            {
                ids.Add(id);
            }
        }

        return new AerosyncMessage(AerosyncMessageKind.Success, ids, null);
    }

    private static AerosyncMessage AnError(string text) => OfError(text) is { Kind: AerosyncMessageKind.Error } error ? error : new AerosyncMessage(AerosyncMessageKind.Error, [], null);

    /// <summary><c>POLLING_TIMEOUT | Code: AR-100 | Message: ...</c>; text of any other form is no message of the widget.</summary>
    private static AerosyncMessage OfError(string text)
    {
        if (!text.Contains('|', StringComparison.Ordinal))
        {
            return Nothing;
        }

        foreach (var part in text.Split('|', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("Code:", StringComparison.OrdinalIgnoreCase) && part[5..].Trim() is { Length: > 0 } code)
            {
                return new AerosyncMessage(AerosyncMessageKind.Error, [], ProviderText.Clean(code));
            }
        }

        return new AerosyncMessage(AerosyncMessageKind.Error, [], null);
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && Decoded(value) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : null;

    private static string? Decoded(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text.
            return null;
        }
    }

    private static bool TryParse(string text, out JsonElement json)
    {
        json = default;
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = ProviderJson.MaxDepth });
            json = document.RootElement.Clone();
            return true;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return false;
        }
    }
}
