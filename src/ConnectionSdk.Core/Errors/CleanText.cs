namespace ConnectionSdk;

/// <summary>Text from a provider, made safe to keep: no control characters (log forging), no lone surrogates, at most 256 characters.</summary>
internal static class CleanText
{
    public const int MaxLength = 256;

    public static string? Of(string? text)
    {
        if (text is null || IsClean(text)) return text;

        var length = Math.Min(text.Length, MaxLength);
        if (char.IsHighSurrogate(text[length - 1])) length--;
        return string.Create(length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++) target[i] = IsUnsafe(source, i) ? ' ' : source[i];
        });
    }

    private static bool IsClean(string text)
    {
        if (text.Length > MaxLength) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsUnsafe(text, i)) return false;
        }

        return true;
    }

    private static bool IsUnsafe(string text, int index)
    {
        var character = text[index];
        if (char.IsControl(character) || character is '\u2028' or '\u2029') return true;
        if (char.IsHighSurrogate(character)) return index + 1 >= text.Length || !char.IsLowSurrogate(text[index + 1]);
        if (char.IsLowSurrogate(character)) return index == 0 || !char.IsHighSurrogate(text[index - 1]);

        // Bidirectional overrides can make a log line read as something else.
        return character is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
    }
}
