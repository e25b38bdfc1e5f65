using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using ConnectionSdk.Json;
using ConnectionSdk.Providers;

namespace ConnectionSdk;

/// <summary>The unguessable id of a reconnect session: 128 random bits as 32 hexadecimal digits.</summary>
[JsonConverter(typeof(ReconnectSessionIdJsonConverter))]
public readonly record struct ReconnectSessionId
{
    private readonly string? _value;

    private ReconnectSessionId(string value) => _value = value;

    /// <summary>The id as text.</summary>
    public string Value => _value ?? "";

    /// <summary>A new id.</summary>
    public static ReconnectSessionId Create() => new(Hex.Random(16));

    /// <summary>Reads an id.</summary>
    /// <param name="text">32 hexadecimal digits.</param>
    /// <exception cref="FormatException">The text is no session id.</exception>
    public static ReconnectSessionId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not a reconnect session id: 32 hexadecimal digits are expected.");

    /// <summary>Reads an id.</summary>
    /// <param name="text">32 hexadecimal digits.</param>
    /// <param name="id">The id, when the text is one.</param>
    /// <returns>Whether the text is a session id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ReconnectSessionId id)
    {
        id = default;
        if (text is not { Length: 32 } || !text.All(char.IsAsciiHexDigitLower))
        {
            return false;
        }

        id = new ReconnectSessionId(text);
        return true;
    }

    /// <summary>Finds the session a callback belongs to. The session itself still has to accept the callback's state value.</summary>
    /// <param name="callback">The address the user came back to.</param>
    /// <param name="id">The id, when the address names a session.</param>
    /// <returns>Whether the address names a session.</returns>
    public static bool TryFromCallback(Uri callback, out ReconnectSessionId id)
    {
        var state = CallbackState.QueryValue(callback, "state");
        return TryParse(state is { Length: > 32 } && state[32] == '.' ? state[..32] : null, out id);
    }

    /// <summary>The id as text.</summary>
    public override string ToString() => Value;
}
