namespace ConnectionSdk.SecrecyTests.Capturing;

/// <summary>A secret that can be told from chance wherever it turns up.</summary>
public sealed record Canary(string Name, string Value, SecretKind Kind);
