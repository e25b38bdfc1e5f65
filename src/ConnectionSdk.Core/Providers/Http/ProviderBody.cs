using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ConnectionSdk.Providers;

/// <summary>A request body. Its bytes are written when the call starts and overwritten with zeros when it ends.</summary>
/// <remarks>A POST never leaves without content: the runtime would repeat it by itself when the connection closes before an answer.</remarks>
public abstract class ProviderBody
{
    /// <summary>Content of zero length: <c>Content-Length: 0</c>. Used for every call but GET that states no body.</summary>
    public static ProviderBody Empty { get; } = new Raw([]);

    /// <summary>The JSON object <c>{}</c>.</summary>
    public static ProviderBody EmptyObject { get; } = new Raw("{}"u8.ToArray());

    internal abstract bool IsEmpty { get; }

    /// <summary>A value as JSON.</summary>
    /// <typeparam name="T">The wire type.</typeparam>
    /// <param name="value">The value. A <see cref="SensitiveString"/> inside would be masked: write it with <see cref="Json{TState}(TState, Action{Utf8JsonWriter, TState})"/>.</param>
    /// <param name="typeInfo">Its source-generated description.</param>
    /// <returns>The body.</returns>
    public static ProviderBody Json<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return new Serialized<T>(value, typeInfo);
    }

    /// <summary>JSON written by hand, which is how secrets get into a body: <c>secret.WriteTo(writer)</c>.</summary>
    /// <typeparam name="TState">What the writer needs.</typeparam>
    /// <param name="state">What the writer needs.</param>
    /// <param name="write">Writes one complete JSON value. Called once.</param>
    /// <returns>The body.</returns>
    public static ProviderBody Json<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new Written<TState>(state, write);
    }

    internal abstract void WriteTo(IBufferWriter<byte> target);

    private sealed class Raw(byte[] bytes) : ProviderBody
    {
        internal override bool IsEmpty => bytes.Length == 0;

        internal override void WriteTo(IBufferWriter<byte> target) => target.Write(bytes);
    }

    private sealed class Serialized<T>(T value, JsonTypeInfo<T> typeInfo) : ProviderBody
    {
        internal override bool IsEmpty => false;

        internal override void WriteTo(IBufferWriter<byte> target)
        {
            using var writer = new Utf8JsonWriter(target);
            JsonSerializer.Serialize(writer, value, typeInfo);
        }
    }

    private sealed class Written<TState>(TState state, Action<Utf8JsonWriter, TState> write) : ProviderBody
    {
        internal override bool IsEmpty => false;

        internal override void WriteTo(IBufferWriter<byte> target)
        {
            using var writer = new Utf8JsonWriter(target);
            write(writer, state);
        }
    }
}
