namespace ConnectionSdk.Providers;

/// <summary>How a registration fares, as its own calls have shown. Nothing is sent to find out.</summary>
/// <param name="HoldsCallsBack">Whether calls are held back because too many failed a moment ago.</param>
/// <param name="CredentialRefusedAt">When the provider last refused a key or token, if no call has succeeded since; else null.</param>
public sealed record ProviderHealth(bool HoldsCallsBack, DateTimeOffset? CredentialRefusedAt);
