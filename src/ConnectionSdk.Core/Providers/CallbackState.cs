using System.Security.Cryptography;
using System.Text;

namespace ConnectionSdk.Providers;

/// <summary>
/// The value that goes out with a link and must come back with the user: 256 random bits behind the id of the flow it belongs to.
/// Only its hash is ever stored.
/// </summary>
public sealed class CallbackState
{
    /// <summary>How long a value that went out is taken back at most: who comes back later starts again.</summary>
    internal static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    private CallbackState(string value) => Value = value;

    /// <summary>The value for the link. A secret until the user has come back: do not log it.</summary>
    public string Value { get; }

    /// <summary>The hash that is stored, in lower-case hexadecimal.</summary>
    public string Hash => HashOf(Value);

    /// <summary>A new value.</summary>
    /// <param name="flow">What the value starts with, so that a callback finds its flow; null for none.</param>
    public static CallbackState Create(string? flow = null)
    {
        var secret = Hex.Random(32);
        return new CallbackState(flow is null ? secret : $"{flow}.{secret}");
    }

    /// <summary>Whether a value that came back is one of those that were handed out. Takes the same time whatever it compares.</summary>
    /// <param name="value">What came back; null never matches.</param>
    /// <param name="hashes">The stored hashes.</param>
    public static bool Matches(string? value, IReadOnlyList<string> hashes)
    {
        if (value is null)
        {
            return false;
        }

        var actual = Encoding.ASCII.GetBytes(HashOf(value));
        var found = false;
        foreach (var hash in hashes)
        {
            found |= CryptographicOperations.FixedTimeEquals(actual, Encoding.ASCII.GetBytes(hash));
        }

        return found;
    }

    /// <summary>The value of a query parameter of a callback address, decoded; null when it is absent.</summary>
    /// <param name="callback">The address the user came back to.</param>
    /// <param name="name">The parameter.</param>
    public static string? QueryValue(Uri callback, string name)
    {
        var query = callback.IsAbsoluteUri ? callback.Query : callback.OriginalString[(callback.OriginalString.IndexOf('?', StringComparison.Ordinal) + 1)..];
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var key = at < 0 ? pair : pair[..at];
            if (string.Equals(Uri.UnescapeDataString(key), name, StringComparison.Ordinal))
            {
                return at < 0 ? "" : Uri.UnescapeDataString(pair[(at + 1)..].Replace('+', ' '));
            }
        }

        return null;
    }

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => SensitiveString.Masked;

    private static string HashOf(string value) => Hex.Of(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
