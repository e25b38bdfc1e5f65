namespace ConnectionSdk;

/// <summary>Something worth telling that does not change the state of the connection.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="At">When it happens or happened, if known.</param>
/// <param name="Message">Text for developers, without personal data; null when the kind says it all.</param>
public sealed record Advisory(AdvisoryKind Kind, DateTimeOffset? At = null, string? Message = null);
