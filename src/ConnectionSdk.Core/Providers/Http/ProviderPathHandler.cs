using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ConnectionSdk.Providers;

/// <summary>Escapes the values of an interpolated path while it is being built. Used by the compiler for <see cref="ProviderPath.Of(ref ProviderPathHandler)"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[InterpolatedStringHandler]
public ref struct ProviderPathHandler
{
    private const int MaxSegment = 256;
    private const int MaxQueryValue = 2048;
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private DefaultInterpolatedStringHandler _text;
    private string? _refusal;
    private bool _inQuery;

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">Characters in the literal parts.</param>
    /// <param name="formattedCount">Number of values.</param>
    public ProviderPathHandler(int literalLength, int formattedCount)
    {
        _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
        _refusal = null;
        _inQuery = false;
    }

    /// <summary>Called by the compiler.</summary>
    /// <param name="value">A literal part.</param>
    public void AppendLiteral(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _inQuery |= value.Contains('?', StringComparison.Ordinal);
        _text.AppendLiteral(value);
    }

    /// <summary>Called by the compiler.</summary>
    /// <param name="value">A value to escape.</param>
    /// <param name="name">The expression it came from.</param>
    public void AppendFormatted(string? value, [CallerArgumentExpression(nameof(value))] string name = "") => Append(value, name);

    /// <summary>Called by the compiler.</summary>
    /// <param name="value">A value to escape.</param>
    /// <param name="name">The expression it came from.</param>
    public void AppendFormatted(ReadOnlySpan<char> value, [CallerArgumentExpression(nameof(value))] string name = "") => Append(value, name);

    /// <summary>Called by the compiler.</summary>
    /// <param name="value">A flag; written <c>true</c> or <c>false</c>.</param>
    public void AppendFormatted(bool value) => _text.AppendLiteral(value ? "true" : "false");

    /// <summary>Called by the compiler.</summary>
    /// <param name="value">A number.</param>
    public void AppendFormatted(int value) => _text.AppendFormatted(value);

    /// <summary>Called by the compiler.</summary>
    /// <param name="value">A number.</param>
    public void AppendFormatted(long value) => _text.AppendFormatted(value);

    /// <summary>Called by the compiler.</summary>
    /// <param name="value">A date; written <c>yyyy-MM-dd</c>.</param>
    public void AppendFormatted(DateOnly value) => _text.AppendFormatted(value, "yyyy-MM-dd");

    internal ProviderPath Build()
    {
        if (_refusal is null) return new ProviderPath(_text.ToStringAndClear(), null);
        _text.ToStringAndClear();
        return new ProviderPath(null, _refusal);
    }

    private void Append(ReadOnlySpan<char> value, string name)
    {
        if (Refuse(value) is { } reason)
        {
            _refusal ??= $"{name} {reason}";
            return;
        }

        if (!value.ContainsAnyExcept(Unreserved)) _text.AppendFormatted(value);
        else AppendEscaped(value);
    }

    private void AppendEscaped(ReadOnlySpan<char> value)
    {
        Span<byte> utf8 = stackalloc byte[4];
        Span<char> escaped = stackalloc char[12];
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.IsAscii && Unreserved.Contains((char)rune.Value))
            {
                escaped[0] = (char)rune.Value;
                _text.AppendFormatted(escaped[..1]);
                continue;
            }

            var count = rune.EncodeToUtf8(utf8);
            for (var i = 0; i < count; i++)
            {
                escaped[i * 3] = '%';
                escaped[(i * 3) + 1] = "0123456789ABCDEF"[utf8[i] >> 4];
                escaped[(i * 3) + 2] = "0123456789ABCDEF"[utf8[i] & 15];
            }

            _text.AppendFormatted(escaped[..(count * 3)]);
        }
    }

    private readonly string? Refuse(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty) return "must not be empty.";
        if (value.Length > (_inQuery ? MaxQueryValue : MaxSegment)) return "is too long.";
        if (!_inQuery && value is "." or "..") return "must not be a relative path segment.";

        for (var i = 0; i < value.Length; i++)
        {
            var character = value[i];
            if (char.IsControl(character)) return "must not contain control characters.";
            if (!char.IsSurrogate(character)) continue;
            if (i + 1 < value.Length && char.IsSurrogatePair(character, value[i + 1])) i++;
            else return "is not valid Unicode.";
        }

        return null;
    }
}
