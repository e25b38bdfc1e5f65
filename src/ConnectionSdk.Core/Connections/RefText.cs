using System.Diagnostics.CodeAnalysis;

namespace ConnectionSdk;

/// <summary>The text form of references: <c>provider[@tenant][:user][/connection]</c>, each part percent-encoded.</summary>
internal static class RefText
{
    /// <summary>Of one part. No provider's ids come near it, and an id longer than this is refused before it reaches a path.</summary>
    private const int MaxPartLength = 256;

    /// <summary>Room for four parts, percent-encoded.</summary>
    private const int MaxLength = 4 * ((9 * MaxPartLength) + 1);

    public static string Escape(string part) => Uri.EscapeDataString(part);

    /// <summary>Refuses what would not survive the text form, or has no place in an id.</summary>
    public static string Check(string part, string parameter) =>
        IsPart(part) ? part : throw new ArgumentException($"An id has 1 to {MaxPartLength} characters, not all blank, without control characters.", parameter);

    public static string Format(ProviderId provider, string? userId, string? connectionId)
    {
        var text = provider.ToString();
        if (userId is not null)
        {
            text = $"{text}:{Escape(userId)}";
        }

        return connectionId is null ? text : $"{text}/{Escape(connectionId)}";
    }

    public static bool TryParse(
        string? text,
        out ProviderId provider,
        out string? userId,
        out string? connectionId)
    {
        provider = default;
        userId = null;
        connectionId = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
        {
            return false;
        }

        var head = text;
        if (!TryCut(ref head, '/', out connectionId) || !TryCut(ref head, ':', out userId) || !TryCut(ref head, '@', out var tenant))
        {
            return false;
        }

        if (!TryUnescape(head, out var name))
        {
            return false;
        }

        provider = new ProviderId(name, tenant);
        return true;
    }

    private static bool TryCut(ref string head, char separator, out string? tail)
    {
        tail = null;
        var at = head.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0)
        {
            return true;
        }

        var raw = head[(at + 1)..];
        head = head[..at];
        return TryUnescape(raw, out tail);
    }

    private static bool TryUnescape(string raw, [NotNullWhen(true)] out string? part)
    {
        part = Uri.UnescapeDataString(raw);
        var plain = raw.AsSpan().IndexOfAny("/:@") < 0;
        return plain && IsPart(part);
    }

    /// <summary>Whether text can be an id.</summary>
    public static bool IsPart([NotNullWhen(true)] string? part)
    {
        if (string.IsNullOrWhiteSpace(part) || part.Length > MaxPartLength)
        {
            return false;
        }

        for (var i = 0; i < part.Length; i++)
        {
            if (char.IsControl(part[i]) || (char.IsSurrogate(part[i]) && !char.IsSurrogatePair(part, i) && (i == 0 || !char.IsSurrogatePair(part, i - 1))))
            {
                return false;
            }
        }

        return true;
    }
}
