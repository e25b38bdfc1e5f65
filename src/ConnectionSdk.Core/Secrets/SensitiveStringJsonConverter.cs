using System.Buffers;
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk;

/// <summary>Reads a secret from a JSON string; writes only the mask, and refuses to read the mask back as if it were a secret.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SensitiveStringJsonConverter : JsonConverter<SensitiveString>
{
    /// <inheritdoc/>
    public override SensitiveString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("A secret must be a JSON string.");

        // Unescaping only ever shortens.
        var length = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
        try
        {
            var secret = buffer.AsSpan(0, reader.CopyString(buffer));
            if (secret.SequenceEqual("***"u8)) throw new JsonException("A masked secret was read back: secrets are never written to JSON.");
            return new SensitiveString(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SensitiveString value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(SensitiveString.Masked);
    }
}
