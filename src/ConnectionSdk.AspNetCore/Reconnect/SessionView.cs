using System.Text.Json;

namespace ConnectionSdk.AspNetCore;

/// <summary>
/// A session as a page is told of it: what the user needs, and nothing of what the engine remembers. Times that a page counts down are sent as seconds from
/// now, so that the clock of the browser does not matter.
/// </summary>
internal static class SessionView
{
    public static void Write(Utf8JsonWriter writer, ReconnectSession session, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, session.Id.Value);
        writer.WriteString("connection"u8, session.Connection.ToString());
        writer.WriteString("provider"u8, session.Connection.Provider.Name);
        writer.WriteString("phase"u8, session.Phase.ToString());
        writer.WriteString("outcome"u8, session.Outcome.ToString());
        WriteAction(writer, session.Action, now);
        writer.WriteString("lastReply"u8, session.LastReply.ToString());
        writer.WriteNumber("rejectedReplies"u8, session.RejectedReplies);
        writer.WriteString("startedAt"u8, session.StartedAt);
        writer.WriteString("expiresAt"u8, session.ExpiresAt);
        writer.WriteNumber("expiresInSeconds"u8, Left(session.ExpiresAt, now));
        if (session.PollAt is { } pollAt && !session.IsFinished)
        {
            writer.WriteNumber("pollInSeconds"u8, Until(pollAt, now));
        }
        else
        {
            writer.WriteNull("pollInSeconds"u8);
        }

        writer.WriteNumber("version"u8, session.Version);
        writer.WriteString("state"u8, session.Observed?.Status.State.ToString());
        writer.WriteString("reason"u8, session.Observed?.Status.Reason.Value);
        WriteContinuity(writer, session.Continuity);
        WriteJournal(writer, session.Journal);
        writer.WriteEndObject();
    }

    private static void WriteAction(Utf8JsonWriter writer, RequiredAction action, DateTimeOffset now)
    {
        using var document = JsonDocument.Parse(action.ToJson());
        writer.WriteStartObject("action"u8);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            member.WriteTo(writer);
        }

        if (action.ExpiresAt is { } expiresAt)
        {
            writer.WriteNumber("expiresInSeconds"u8, Left(expiresAt, now));
        }

        if (action is RequiredAction.Wait { NotBefore: { } notBefore })
        {
            writer.WriteNumber("notBeforeInSeconds"u8, Until(notBefore, now));
        }

        writer.WriteEndObject();
    }

    private static void WriteContinuity(Utf8JsonWriter writer, ContinuityReport? report)
    {
        if (report is null)
        {
            writer.WriteNull("continuity"u8);
            return;
        }

        writer.WriteStartObject("continuity"u8);
        writer.WriteBoolean("allSame"u8, report.AllSame);
        writer.WriteStartArray("entries"u8);
        foreach (var entry in report.Entries)
        {
            writer.WriteStartObject();
            writer.WriteString("change"u8, entry.Change.ToString());
            writer.WriteString("name"u8, entry.Name);
            writer.WriteString("previousName"u8, entry.PreviousName);
            writer.WriteBoolean("ambiguous"u8, entry.Ambiguous);
            writer.WriteBoolean("enabled"u8, entry.Enabled);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Without codes and notes, which are for developers.</summary>
    private static void WriteJournal(Utf8JsonWriter writer, IReadOnlyList<JournalEntry> journal)
    {
        writer.WriteStartArray("journal"u8);
        foreach (var entry in journal)
        {
            writer.WriteStartObject();
            writer.WriteString("at"u8, entry.At);
            writer.WriteString("event"u8, entry.Event);
            writer.WriteString("state"u8, entry.State?.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>What is left of a lifetime: never more than there is.</summary>
    private static long Left(DateTimeOffset until, DateTimeOffset now) => (long)Math.Floor(Math.Max((until - now).TotalSeconds, 0));

    /// <summary>How long to wait: never less than is needed.</summary>
    private static long Until(DateTimeOffset at, DateTimeOffset now) => (long)Math.Ceiling(Math.Max((at - now).TotalSeconds, 0));
}
