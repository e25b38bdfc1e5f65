using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ConnectionSdk.AspNetCore;

/// <summary>Reads a reply from its bytes. What the user typed goes from there into <see cref="SensitiveString"/>s; no string is made of it on the way.</summary>
internal static class ReplyReader
{
    private const int MaxFields = 64;
    private const int MaxDepth = 32;

    /// <exception cref="ReconnectProblem">The body is no reply.</exception>
    public static UserReply Read(ReadOnlySpan<byte> body)
    {
        var values = new Dictionary<string, SensitiveString>(StringComparer.Ordinal);
        try
        {
            return Read(body, values);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // Not kept as the inner exception: its text can quote the body.
            Dispose(values);
            throw ReconnectProblem.BadRequest("The body is no reply. Send one of the replies the documentation names, as JSON.");
        }
        catch
        {
            Dispose(values);
            throw;
        }
    }

    /// <summary>Lets go of what the user typed.</summary>
    public static void Forget(UserReply reply)
    {
        if (reply is UserReply.FieldValues { Values: var values })
        {
            Dispose(values);
        }
    }

    private static UserReply Read(ReadOnlySpan<byte> body, Dictionary<string, SensitiveString> values)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        string? type = null, message = null, url = null;
        var hasValues = false;
        Next(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8) && type is null)
            {
                Next(ref reader, JsonTokenType.String);
                type = reader.GetString();
            }
            else if (reader.ValueTextEquals("url"u8) && url is null)
            {
                Next(ref reader, JsonTokenType.String);
                url = reader.GetString();
            }
            else if (reader.ValueTextEquals("message"u8) && message is null)
            {
                message = ReadMessage(ref reader, body);
            }
            else if (reader.ValueTextEquals("values"u8) && !hasValues)
            {
                hasValues = true;
                ReadValues(ref reader, values);
            }
            else
            {
                throw new JsonException();
            }
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
        {
            throw new JsonException();
        }

        return type switch
        {
            "fields" when hasValues && message is null && url is null => new UserReply.FieldValues(values),
            "widget" when message is not null && !hasValues && url is null => new UserReply.WidgetReturned(message),
            "redirect" when !hasValues && message is null && Uri.TryCreate(url, UriKind.Absolute, out var address) && !address.IsFile => new UserReply.RedirectReturned(address),
            "done" when !hasValues && message is null && url is null => new UserReply.ActionDone(),
            "abandoned" when !hasValues && message is null && url is null => new UserReply.Abandoned(),
            _ => throw new JsonException(),
        };
    }

    /// <summary>A text as it is; anything else as its JSON.</summary>
    private static string ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (!reader.Read())
        {
            throw new JsonException();
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(body[start..(int)reader.BytesConsumed]);
    }

    private static void ReadValues(ref Utf8JsonReader reader, Dictionary<string, SensitiveString> values)
    {
        Next(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            Next(ref reader, JsonTokenType.String);
            var value = ReadSecret(ref reader);
            if (values.Count >= MaxFields || !values.TryAdd(name, value))
            {
                value.Dispose();
                throw new JsonException();
            }
        }

        if (reader.TokenType != JsonTokenType.EndObject)
        {
            throw new JsonException();
        }
    }

    private static SensitiveString ReadSecret(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return new SensitiveString(reader.ValueSpan);
        }

        var block = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return new SensitiveString(block.AsSpan(0, reader.CopyString(block)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static void Next(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (!reader.Read() || reader.TokenType != expected)
        {
            throw new JsonException();
        }
    }

    private static void Dispose(IReadOnlyDictionary<string, SensitiveString> values)
    {
        foreach (var value in values.Values)
        {
            value.Dispose();
        }
    }
}
