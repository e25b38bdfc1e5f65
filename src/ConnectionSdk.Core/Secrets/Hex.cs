using System.Security.Cryptography;

namespace ConnectionSdk;

/// <summary>Lower-case hexadecimal.</summary>
internal static class Hex
{
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();

    /// <summary>As many random bytes, fit for ids nobody must guess.</summary>
    public static string Random(int bytes) => Of(RandomNumberGenerator.GetBytes(bytes));
}
