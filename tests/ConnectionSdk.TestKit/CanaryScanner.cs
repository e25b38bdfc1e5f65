using System.Text;
using System.Text.Encodings.Web;

namespace ConnectionSdk.TestKit;

/// <summary>
/// Searches captured text for planted secrets, as they are and in the disguises in which they usually slip out: base64 (also inside a
/// longer value), base64url, hex, URL-escaped, JSON-escaped, reversed.
/// </summary>
public sealed class CanaryScanner
{
    private const int ShortestSecret = 6;

    private readonly List<(string Name, string Disguise, string Needle)> _needles = [];

    /// <summary>Plants a secret under the name a finding shall show.</summary>
    /// <exception cref="ArgumentException">It is too short to be told from chance.</exception>
    public CanaryScanner Add(string name, string secret)
    {
        if (secret.Length < ShortestSecret)
        {
            throw new ArgumentException($"A canary needs {ShortestSecret} characters or more.", nameof(secret));
        }

        var bytes = Encoding.UTF8.GetBytes(secret);
        var disguises = new List<(string Disguise, string Needle)>
        {
            ("raw", secret),
            ("reversed", new string([.. secret.Reverse()])),
            ("hex", Convert.ToHexString(bytes)),
            ("hex", BitConverter.ToString(bytes)),
            ("URL-escaped", Uri.EscapeDataString(secret)),
            ("form-escaped", Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal)),
            ("JSON-escaped", JavaScriptEncoder.Default.Encode(secret)),
            ("JSON-escaped", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret)),
        };
        for (var offset = 0; offset < 3; offset++)
        {
            var base64 = InnerBase64(bytes, offset);
            disguises.Add(("base64", base64));
            disguises.Add(("base64url", base64.Replace('+', '-').Replace('/', '_')));
        }

        _needles.AddRange(disguises.DistinctBy(disguise => disguise.Needle, StringComparer.Ordinal).Select(disguise => (name, disguise.Disguise, disguise.Needle)));
        return this;
    }

    /// <summary>One line per secret and disguise found, never the secret itself; empty is what a test asserts.</summary>
    /// <param name="place">Where the text was captured.</param>
    /// <param name="text">What was captured.</param>
    public IReadOnlyList<string> Find(string place, string text) =>
        [.. _needles
            .Where(needle => text.Contains(needle.Needle, needle.Disguise.StartsWith("base64", StringComparison.Ordinal)
                ? StringComparison.Ordinal
                : StringComparison.OrdinalIgnoreCase))
            .Select(needle => $"{place}: {needle.Name} ({needle.Disguise})")
            .Distinct(StringComparer.Ordinal)];

    /// <summary>The base64 characters that depend on the secret alone when it starts at this offset of a group of three bytes.</summary>
    private static string InnerBase64(byte[] secret, int offset)
    {
        const int bitsPerCharacter = 6;
        var text = Convert.ToBase64String([.. new byte[offset], .. secret]);
        var first = ((offset * 8) + bitsPerCharacter - 1) / bitsPerCharacter;
        var end = (offset + secret.Length) * 8 / bitsPerCharacter;
        return text[first..end];
    }
}
