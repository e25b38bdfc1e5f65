namespace ConnectionSdk.SecrecyTests.Capturing;

/// <summary>A text that something could be read from.</summary>
/// <param name="Sink">The kind of place: logs, activities, an exception's graph, a stored session.</param>
/// <param name="Owner">The member it was read from, as <c>Type.Member</c>; empty for whole texts.</param>
/// <param name="Text">What stood there.</param>
public sealed record Emission(string Sink, string Owner, string Text);
