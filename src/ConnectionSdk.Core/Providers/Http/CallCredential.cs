using System.Net.Http.Headers;

namespace ConnectionSdk.Providers;

/// <summary>Puts a key or token on a request. Asked once per attempt.</summary>
public abstract class CallCredential
{
    /// <summary>A fixed secret in a header, for example <c>x-api-key</c>.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">The secret.</param>
    /// <param name="prefix">Text before the secret, for example <c>"Bearer "</c>.</param>
    /// <returns>The credential. It keeps the header's text in memory for its whole life.</returns>
    /// <exception cref="ArgumentException">The secret is empty or cannot stand in a header.</exception>
    public static CallCredential Header(string name, SensitiveString value, string prefix = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return new HeaderCredential(name, HeaderCredential.TextOf(value, prefix));
    }

    /// <summary>A fixed bearer token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The credential. It keeps the header's text in memory for its whole life.</returns>
    /// <exception cref="ArgumentException">The token is empty or cannot stand in a header.</exception>
    public static CallCredential Bearer(SensitiveString token) => Header("Authorization", token, "Bearer ");

    /// <summary>Whether a secret can stand in a header: not empty, and of visible ASCII characters only.</summary>
    /// <param name="value">The secret.</param>
    public static bool FitsHeader(SensitiveString value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return !value.IsEmpty && value.RevealUtf8().IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) < 0;
    }

    /// <summary>Adds the headers. May fetch a token first.</summary>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="cancellationToken">Ends the wait for a token.</param>
    /// <returns>Which token was used.</returns>
    public abstract ValueTask<CredentialUse> ApplyAsync(HttpRequestHeaders headers, CancellationToken cancellationToken);

    /// <summary>
    /// Told of every error answer. Where the adapter sees that a renewable token has expired (by the provider's own code; never any 401),
    /// it drops that version and returns true; a Read or Mint is then sent once more with a new token.
    /// </summary>
    /// <param name="use">Which token was used.</param>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="error">What the adapter read.</param>
    /// <returns>True when a new token can be had and the call may be sent once more.</returns>
    public virtual bool Invalidate(CredentialUse use, int statusCode, ProviderError error) => false;
}
