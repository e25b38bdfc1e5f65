namespace ConnectionSdk;

/// <summary>One value a user can choose.</summary>
/// <param name="Value">What is replied.</param>
/// <param name="Label">What is shown; for a picture, the picture in base64.</param>
public sealed record FieldOption(string Value, string Label);
