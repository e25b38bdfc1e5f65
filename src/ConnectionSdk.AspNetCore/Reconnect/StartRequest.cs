using System.Text.Json;

namespace ConnectionSdk.AspNetCore;

/// <summary>What a repair is started with.</summary>
internal sealed record StartRequest(ConnectionRef Connection, string? ReturnUrl, string? Language, bool RenewConsent)
{
    private const int MaxDepth = 4;

    /// <exception cref="ReconnectProblem">The body does not say which connection.</exception>
    public static StartRequest Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object
                && ConnectionRef.TryParse(Text(root, "connection"), out var connection)
                && Text(root, "language") is var language
                && (language is null || IsLanguage(language)))
            {
                return new StartRequest(connection, Text(root, "returnUrl"), language, Flag(root, "renewConsent"));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Refused();
        }

        throw Refused();
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? value.GetString()
        : null;

    private static bool Flag(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && value.GetBoolean();

    private static bool IsLanguage(string language) => language.Length == 2 && language.All(char.IsAsciiLetterLower);

    private static ReconnectProblem Refused() =>
        ReconnectProblem.BadRequest("Say which connection, for example {\"connection\":\"powens:42/1234\",\"returnUrl\":\"/\",\"language\":\"en\"}.");
}
