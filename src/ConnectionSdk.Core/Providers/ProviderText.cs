namespace ConnectionSdk.Providers;

/// <summary>Makes text of a provider fit to be kept and shown.</summary>
public static class ProviderText
{
    /// <summary>The text without control characters, lone surrogates and bidirectional overrides, at most 256 characters long.</summary>
    /// <param name="text">What the provider sent; null stays null.</param>
    /// <returns>The text, fit to be kept. A page still has to encode it.</returns>
    public static string? Clean(string? text) => CleanText.Of(text);
}
