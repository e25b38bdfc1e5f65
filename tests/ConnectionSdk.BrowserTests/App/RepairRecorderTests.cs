using ConnectionSdk.Providers;
using ConnectionSdk.ReconnectWeb.Product;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.BrowserTests.App;

/// <summary>The history of a connection tells every repair whole, also one whose journal no longer does. Needs no browser.</summary>
public sealed class RepairRecorderTests
{
    private const int FullJournal = 100;

    private static readonly ConnectionRef Connection = new(new ProviderId("powens"), "1201", "42");

    private readonly SimulatedClock _clock = new();
    private readonly ConnectionBook _book = new();
    private readonly RepairRecorder _recorder;

    public RepairRecorderTests()
    {
        _book.Add("anna", "Bank", Connection);
        _recorder = new RepairRecorder(new InMemoryReconnectSessionStore(_clock), _book);
    }

    [Fact]
    public async Task A_journal_that_drops_its_oldest_entries_loses_nothing_and_repeats_nothing()
    {
        var session = Session() with { Journal = [Entry("started")] };
        await _recorder.TryAddAsync(StoredReconnectSession.From(session), CancellationToken.None);
        for (var look = 0; look < FullJournal; look++)
        {
            session = await WriteAsync(session, "observed");
        }

        session = await WriteAsync(session, "replied", nameof(UserReply.FieldValues));
        session = await WriteAsync(session, "rejected");
        session = await WriteAsync(session, "replied", nameof(UserReply.FieldValues));
        for (var look = 0; look < FullJournal; look++)
        {
            session = await WriteAsync(session, "observed");
        }

        await WriteAsync(session with { Phase = ReconnectPhase.Finished, Outcome = ReconnectOutcome.Reconnected }, "finished");

        Assert.Equal(
            [
                "A repair was started",
                "What you entered was sent to the bank",
                "The bank refused what was entered",
                "What you entered was sent to the bank",
                "Repaired: the connection works again",
            ],
            _book.Find(Connection)!.History.Select(entry => entry.Title),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_write_that_loses_against_another_is_not_told()
    {
        var session = Session();
        await _recorder.TryAddAsync(StoredReconnectSession.From(session), CancellationToken.None);

        var late = session with { Version = 6, Journal = [Entry("finished")] };
        Assert.False(await _recorder.TryReplaceAsync(StoredReconnectSession.From(late), expectedVersion: 5, CancellationToken.None));

        Assert.Empty(_book.Find(Connection)!.History);
    }

    private ReconnectSession Session() => new()
    {
        Id = ReconnectSessionId.Create(),
        Connection = Connection,
        Phase = ReconnectPhase.Observing,
        Action = new RequiredAction.Wait { Actor = Actor.Provider },
        StartedAt = _clock.GetUtcNow(),
        ExpiresAt = _clock.GetUtcNow() + TimeSpan.FromHours(1),
        Version = 1,
    };

    private JournalEntry Entry(string happened, string? note = null) => new(_clock.GetUtcNow(), happened, Note: note);

    private async Task<ReconnectSession> WriteAsync(ReconnectSession session, string happened, string? note = null)
    {
        _clock.Advance(TimeSpan.FromSeconds(5));
        var next = session with { Version = session.Version + 1, Journal = [.. session.Journal.TakeLast(FullJournal - 1), Entry(happened, note)] };
        Assert.True(await _recorder.TryReplaceAsync(StoredReconnectSession.From(next), session.Version, CancellationToken.None));
        return next;
    }
}
