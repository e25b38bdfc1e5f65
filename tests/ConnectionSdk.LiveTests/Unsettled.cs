namespace ConnectionSdk.LiveTests;

/// <summary>An assumption that no test here can settle.</summary>
/// <param name="Assumption">What the adapter takes for granted.</param>
/// <param name="Instead">What settles it: usually a question to the provider's support.</param>
internal sealed record Unsettled(string Assumption, string Instead);
