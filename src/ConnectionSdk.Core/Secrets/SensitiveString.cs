using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace ConnectionSdk;

/// <summary>
/// A secret: an API key, a token, a password, a one-time code. Shows itself as <c>***</c> everywhere except where it is asked to reveal itself.
/// </summary>
/// <remarks>
/// The value is kept as UTF-8 in one pinned array (the garbage collector makes no copies) that <see cref="Dispose"/> overwrites with zeros.
/// Copies made by the runtime, TLS and the string it was built from are outside our control.
/// The reflection-based configuration binder fills it; the source-generated one knows no converters, so code that must be trimmed assigns it:
/// <c>options.ClientSecret = section["ClientSecret"]</c>.
/// As JSON it is written as <c>"***"</c> and read from a plain string, so it can come from configuration but never leave through a serializer.
/// </remarks>
[DebuggerDisplay("***")]
[DebuggerTypeProxy(typeof(Mask))]
[TypeConverter(typeof(SensitiveStringTypeConverter))]
[JsonConverter(typeof(SensitiveStringJsonConverter))]
public sealed class SensitiveString : IDisposable, IEquatable<SensitiveString>
{
    internal const string Masked = "***";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _utf8;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private bool _disposed;

    /// <summary>Keeps a copy of <paramref name="value"/>. An invalid surrogate is refused.</summary>
    /// <param name="value">The secret. May be empty, never null.</param>
    /// <exception cref="ArgumentException">The text is not valid Unicode; the message does not repeat it.</exception>
    public SensitiveString(ReadOnlySpan<char> value)
    {
        _utf8 = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(value), pinned: true);
        if (Utf8.FromUtf16(value, _utf8, out _, out _, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            CryptographicOperations.ZeroMemory(_utf8);
            throw new ArgumentException("The secret is not valid Unicode text.", nameof(value));
        }
    }

    /// <summary>Keeps a copy of <paramref name="utf8"/>; the caller may clear its own afterwards.</summary>
    /// <param name="utf8">The secret as UTF-8. May be empty.</param>
    /// <exception cref="ArgumentException">The bytes are not valid UTF-8; the message does not repeat them.</exception>
    public SensitiveString(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) throw new ArgumentException("The secret is not valid UTF-8.", nameof(utf8));
        _utf8 = GC.AllocateUninitializedArray<byte>(utf8.Length, pinned: true);
        utf8.CopyTo(_utf8);
    }

    /// <summary>True when there is nothing in it.</summary>
    public bool IsEmpty => _utf8.Length == 0;

    /// <summary>The number of UTF-8 bytes.</summary>
    public int ByteCount => _utf8.Length;

    /// <summary>The secret as text. The string cannot be cleared afterwards: prefer <see cref="RevealUtf8"/> or <see cref="WriteTo(Utf8JsonWriter)"/>.</summary>
    /// <returns>The secret itself.</returns>
    /// <exception cref="ObjectDisposedException">The secret was already cleared.</exception>
    public string Reveal() => Encoding.UTF8.GetString(RevealUtf8());

    /// <summary>The secret as UTF-8, without a copy. Do not keep the span.</summary>
    /// <returns>The secret itself.</returns>
    /// <exception cref="ObjectDisposedException">The secret was already cleared.</exception>
    public ReadOnlySpan<byte> RevealUtf8()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _utf8;
    }

    /// <summary>Writes the secret as a JSON string value, without making a string of it.</summary>
    /// <param name="writer">Where to; its buffer should be cleared after use, as <c>ProviderBody</c> does.</param>
    /// <exception cref="ObjectDisposedException">The secret was already cleared.</exception>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(RevealUtf8());
    }

    /// <summary>Writes the secret as raw UTF-8.</summary>
    /// <param name="writer">Where to; its buffer should be cleared after use.</param>
    /// <exception cref="ObjectDisposedException">The secret was already cleared.</exception>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(RevealUtf8());
    }

    /// <summary>Overwrites the secret with zeros. Every later attempt to reveal it fails.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_utf8);
    }

    /// <summary>Compares in constant time (for equal lengths). A cleared secret equals nothing but itself.</summary>
    /// <param name="other">The other secret.</param>
    /// <returns>True when both hold the same bytes.</returns>
    public bool Equals(SensitiveString? other) =>
        ReferenceEquals(this, other)
        || (other is not null && !_disposed && !other._disposed && CryptographicOperations.FixedTimeEquals(_utf8, other._utf8));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SensitiveString);

    /// <summary>A hash with a seed that differs in every process, so it tells nothing when it leaks.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_utf8);
        return hash.ToHashCode();
    }

    /// <summary>Always <c>***</c>.</summary>
    /// <returns>The mask.</returns>
    public override string ToString() => Masked;

    /// <summary>Takes a secret from text, so that <c>options.ClientSecret = "..."</c> reads naturally. Null stays null.</summary>
    /// <param name="value">The secret, or null.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SensitiveString?(string? value) => FromString(value);

    /// <summary>The same as the conversion from <see cref="string"/>.</summary>
    /// <param name="value">The secret, or null.</param>
    /// <returns>The secret, or null for null.</returns>
    [return: NotNullIfNotNull(nameof(value))]
    public static SensitiveString? FromString(string? value) => value is null ? null : new SensitiveString(value.AsSpan());

    private sealed class Mask
    {
        public Mask(SensitiveString secret) => ByteCount = secret.ByteCount;

        public int ByteCount { get; }
    }
}
