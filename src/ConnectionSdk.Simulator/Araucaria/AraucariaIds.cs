using System.Security.Cryptography;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>ULIDs: 48 bits of time, 80 of chance, in Crockford's base 32.</summary>
internal static class AraucariaIds
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(string prefix, TimeProvider clock)
    {
        Span<char> ulid = stackalloc char[26];
        var time = clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (var position = 9; position >= 0; position--)
        {
            ulid[position] = Alphabet[(int)(time & 31)];
            time >>= 5;
        }

        for (var position = 10; position < ulid.Length; position++)
        {
            ulid[position] = Alphabet[RandomNumberGenerator.GetInt32(Alphabet.Length)];
        }

        return prefix + ulid.ToString();
    }
}
