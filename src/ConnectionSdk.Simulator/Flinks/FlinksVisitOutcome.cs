namespace ConnectionSdk.Simulator.Flinks;

/// <summary>What came of a visit to Flinks Connect.</summary>
/// <param name="Messages">The events posted to the page around, as JSON, in order. Flinks: Events.</param>
/// <param name="Callback">Where the browser was sent, exactly as the application receives it; null when it stayed.</param>
public sealed record FlinksVisitOutcome(IReadOnlyList<string> Messages, Uri? Callback);
