using System.Security.Cryptography;
using System.Text;

namespace ConnectionSdk.SecrecyTests.Journeys;

/// <summary>
/// Signs deliveries as the providers do. It stands apart from the journeys because CA5390 follows keys made of constants through everything that the
/// method which makes them calls, which in a journey is every flow there is: the compiler would not finish.
/// </summary>
internal static class Signatures
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>HMAC-SHA256 over a prefix and the body.</summary>
    public static byte[] Sign(string secret, string prefix, byte[] body) => HMACSHA256.HashData(Bytes(secret), (byte[])[.. Bytes(prefix), .. body]);
}
