namespace ConnectionSdk.Quickstart.Screens;

/// <summary>One row of a table. Rows of one group stand together under its name.</summary>
internal sealed record Row(string? Group, IReadOnlyList<Cell> Cells);
