namespace ConnectionSdk.Simulator;

/// <summary>Reads a form-encoded body.</summary>
internal static class FormBody
{
    public static IReadOnlyDictionary<string, string> Read(RecordedCall call)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!call.Headers.TryGetValue("Content-Type", out var type) || !type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return values;
        }

        foreach (var pair in call.BodyText.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = pair.IndexOf('=', StringComparison.Ordinal);
            var name = separator < 0 ? pair : pair[..separator];
            values[Decode(name)] = separator < 0 ? "" : Decode(pair[(separator + 1)..]);
        }

        return values;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
