namespace ConnectionSdk.ReconnectWeb.Product;

/// <summary>One line of what happened to a connection, in plain words.</summary>
/// <param name="At">When.</param>
/// <param name="Source">Who told.</param>
/// <param name="Title">What happened.</param>
/// <param name="Detail">Why, or what it means; null when the title says it all.</param>
/// <param name="ForDevelopers">The provider's own word and the like; null when there is none.</param>
internal sealed record HistoryEntry(DateTimeOffset At, HistorySource Source, string Title, string? Detail = null, string? ForDevelopers = null);
