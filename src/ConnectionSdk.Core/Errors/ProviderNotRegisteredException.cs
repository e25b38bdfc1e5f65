namespace ConnectionSdk;

/// <summary>
/// A reference or a stored session belongs to a registration that this application does not have (any more). Nothing was sent and nothing has changed:
/// with the registration back, everything goes on where it stood.
/// </summary>
public sealed class ProviderNotRegisteredException : ConnectionSdkException
{
    /// <summary>Names the registration.</summary>
    /// <param name="provider">What was asked for.</param>
    /// <param name="registered">What there is.</param>
    public ProviderNotRegisteredException(ProviderId provider, IEnumerable<ProviderId> registered)
        : base(
            $"No provider is registered as {provider}. Registered: {Names(registered)}. "
            + "Add the registration at start-up and keep it as long as connections or open repairs of it exist; a repair can be cancelled without it.") => Provider = provider;

    /// <summary>The name and tenant that are not registered.</summary>
    public ProviderId Provider { get; }

    private static string Names(IEnumerable<ProviderId> registered) =>
        string.Join(", ", registered.Select(static each => each.ToString()).Order(StringComparer.Ordinal)) is { Length: > 0 } names ? names : "none";
}
