namespace ConnectionSdk.Quickstart;

/// <summary>What a row of a report is about.</summary>
/// <param name="Group">What it stands under; null for nothing.</param>
/// <param name="Names">Its names, one for each leading column.</param>
internal sealed record Subject(string? Group, IReadOnlyList<string> Names);
