namespace ConnectionSdk;

/// <summary>One line of what happened in a session, for support and for the user's history. Holds no secret.</summary>
/// <param name="At">When.</param>
/// <param name="Event">What happened, as a word: <c>started</c>, <c>observed</c>, <c>asked</c>, <c>replied</c>, <c>rejected</c>, <c>finished</c> and so on.</param>
/// <param name="State">The connection's state then; null when it was not read.</param>
/// <param name="Code">The provider's raw code then; null when there was none.</param>
/// <param name="Note">Further text for developers; null when the rest says enough.</param>
public sealed record JournalEntry(DateTimeOffset At, string Event, ConnectionState? State = null, string? Code = null, string? Note = null);
