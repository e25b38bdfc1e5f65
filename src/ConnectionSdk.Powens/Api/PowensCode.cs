namespace ConnectionSdk.Powens.Api;

/// <summary>A state or error code as Powens and its older interfaces write it.</summary>
internal static class PowensCode
{
    /// <summary>The code; null for the several ways of saying that there is none.</summary>
    public static string? Of(string? code) => string.IsNullOrWhiteSpace(code) || string.Equals(code, "null", StringComparison.OrdinalIgnoreCase) ? null : code;

    /// <summary>Whether text that stands where Powens sends a date, or nothing, says that something has happened: flags are seen there too.</summary>
    public static bool IsMark(string? text) => Of(text) is { } mark && mark != "0" && !Is(mark, "false");

    public static bool Is(string? code, string expected) => string.Equals(code, expected, StringComparison.OrdinalIgnoreCase);
}
