namespace ConnectionSdk;

/// <summary>What the provider itself said, kept raw.</summary>
/// <param name="Code">The provider's code as received; null when it sent none. Powens, for one, says "ok" by sending no state.</param>
/// <param name="Recognised">Whether the code is a row of the adapter's status map.</param>
/// <param name="DeveloperMessage">The provider's technical text, cleaned of control characters; null when there is none.</param>
/// <param name="UserMessage">The bank's text for the user, cleaned; null when there is none or when it carries a secret.</param>
public sealed record ProviderStatus(string? Code, bool Recognised, string? DeveloperMessage = null, string? UserMessage = null);
