namespace ConnectionSdk.TestKit;

internal static class UrlEncodedPairs
{
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text) =>
        [.. text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            return at < 0 ? KeyValuePair.Create(Decode(pair), "") : KeyValuePair.Create(Decode(pair[..at]), Decode(pair[(at + 1)..]));
        })];

    /// <summary>The same pairs in any order, repeated names included.</summary>
    public static bool Match(IReadOnlyList<KeyValuePair<string, string>> expected, IReadOnlyList<KeyValuePair<string, string>> actual) =>
        Sorted(expected).SequenceEqual(Sorted(actual));

    public static string Show(IReadOnlyList<KeyValuePair<string, string>> pairs) =>
        pairs.Count == 0 ? "none" : string.Join("&", pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private static IEnumerable<KeyValuePair<string, string>> Sorted(IReadOnlyList<KeyValuePair<string, string>> pairs) =>
        pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
