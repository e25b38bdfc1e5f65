namespace ConnectionSdk.Providers;

/// <summary>Which version of a token a request carried, so that a rejection drops that one and not a newer one.</summary>
/// <param name="TokenVersion">The version; 0 for a credential that cannot be renewed.</param>
public readonly record struct CredentialUse(long TokenVersion);
