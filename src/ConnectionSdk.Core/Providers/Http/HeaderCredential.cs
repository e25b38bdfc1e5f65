using System.Net.Http.Headers;

namespace ConnectionSdk.Providers;

/// <summary>A header whose text is made once and reused for every request.</summary>
internal sealed class HeaderCredential(string name, string text) : CallCredential
{
    public override ValueTask<CredentialUse> ApplyAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        headers.TryAddWithoutValidation(name, text);
        return default;
    }

    public static string TextOf(SensitiveString value, string prefix)
    {
        if (!FitsHeader(value))
            throw new ArgumentException("The secret is empty or holds characters that cannot stand in a header (spaces, line ends, non-ASCII).", nameof(value));

        return prefix + value.Reveal();
    }
}
