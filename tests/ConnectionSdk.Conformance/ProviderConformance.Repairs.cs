using ConnectionSdk.Providers;
using Xunit;

namespace ConnectionSdk.Conformance;

public abstract partial class ProviderConformance
{
    /// <summary>A broken connection says what must happen, and is repaired with the same accounts.</summary>
    [Fact]
    public async Task A_broken_connection_says_what_is_wrong_and_is_repaired()
    {
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.Broken);

        var before = await stage.Client.GetAsync(connection);
        var session = await RepairAsync(stage, await StartAsync(stage, connection), Behaviour.Succeeds);
        var after = await stage.Client.GetAsync(connection);

        Assert.True(before.Status.State is ConnectionState.ActionRequired or ConnectionState.ReconnectRequired, $"state {before.Status.State}");
        Assert.NotEqual(StatusReason.None, before.Status.Reason);
        Assert.NotEqual(RequiredActionKind.None, before.Status.Action.Kind);
        Assert.NotEqual(Actor.None, before.Status.Action.Actor);
        Assert.True(before.Status.ReconnectAllowed);
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity is { AllSame: true, Entries.Count: > 0 }, "the same accounts must have come back");
        Assert.Equal(ConnectionState.Active, after.Status.State);
        Assert.Equal(0, Driver.DeleteRequests);
        Assert.False(Driver.IsLockedAtBank);
    }

    /// <summary>Accounts under other ids are recognised by evidence and reported.</summary>
    [SkippableFact]
    public async Task Accounts_that_return_under_other_ids_are_recognised()
    {
        Need(Feature.OtherIds);
        using var stage = new Stage(Driver);

        var session = await RepairAsync(stage, await StartAsync(stage, Driver.AddConnection(Situation.ReturnsWithOtherIds)), Behaviour.Succeeds);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        var entries = Assert.IsType<ContinuityReport>(session.Continuity).Entries;
        Assert.Contains(entries, entry => entry is { Change: AccountChange.ReIdentified, Evidence: not null, Confidence: > 0.5 });
        Assert.DoesNotContain(entries, entry => entry.Change == AccountChange.Missing);
    }

    /// <summary>Another account than the one that was connected ends the repair as such, and nothing is deleted.</summary>
    [SkippableFact]
    public async Task Another_account_is_not_taken_for_the_old_one()
    {
        Need(Feature.AnotherAccount);
        using var stage = new Stage(Driver);

        var session = await RepairAsync(stage, await StartAsync(stage, Driver.AddConnection(Situation.ReturnsWithAnotherAccount)), Behaviour.Succeeds);

        Assert.Equal(ReconnectOutcome.WrongAccount, session.Outcome);
        Assert.Equal(0, Driver.DeleteRequests);
    }

    /// <summary>A user who gives up leaves the connection as it was.</summary>
    [Fact]
    public async Task A_user_who_gives_up_changes_nothing()
    {
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.Broken);
        var before = await stage.Client.GetAsync(connection);

        var session = await RepairAsync(stage, await StartAsync(stage, connection), Behaviour.GivesUp);
        var after = await stage.Client.GetAsync(connection);

        Assert.True(session.IsFinished, $"the session should be over and is in phase {session.Phase}");
        Assert.NotEqual(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.NotEqual(ConnectionState.Active, before.Status.State);
        Assert.NotEqual(ConnectionState.Active, after.Status.State);
        Assert.Equal(0, Driver.DeleteRequests);
    }

    /// <summary>Wrong input is a result, and the repair stops before the bank locks the login, however often it is begun again.</summary>
    [SkippableFact]
    public async Task Wrong_input_is_asked_again_and_never_locks_the_user_out()
    {
        Need(Feature.Fields);
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.AsksForFields);

        for (var attempt = 0; attempt < 5; attempt++)
        {
            var session = await RepairAsync(stage, await StartAsync(stage, connection), Behaviour.Mistypes);

            Assert.True(session.IsFinished, $"the session should be over and is in phase {session.Phase}");
            Assert.NotEqual(ReconnectOutcome.Reconnected, session.Outcome);
        }

        Assert.False(Driver.IsLockedAtBank);
        Assert.InRange(Driver.SubmissionsAtBank, 1, 2);
    }

    /// <summary>Once wrong, then right.</summary>
    [SkippableFact]
    public async Task Wrong_then_right_input_repairs_the_connection()
    {
        Need(Feature.Fields);
        using var stage = new Stage(Driver);
        var session = await UntilAskedAsync(stage, await StartAsync(stage, Driver.AddConnection(Situation.AsksForFields)));

        session = await ReplyAsync(stage, session, await AnswerAsync(session, Behaviour.Mistypes));
        Assert.Equal(ReplyFate.Rejected, session.LastReply);
        Assert.Equal(1, session.RejectedReplies);
        session = await RepairAsync(stage, session, Behaviour.Succeeds);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(2, Driver.SubmissionsAtBank);
    }

    /// <summary>A session goes on in another process that has only the store, and its JSON survives unchanged.</summary>
    [Fact]
    public async Task Another_process_finishes_the_session()
    {
        using var first = new Stage(Driver);
        var session = await UntilAskedAsync(first, await StartAsync(first, Driver.AddConnection(Situation.Broken)));
        var json = session.ToJson();

        using var second = new Stage(Driver, first.Store);
        var resumed = await RepairAsync(second, await second.Flow.GetAsync(session.Id), Behaviour.Succeeds);

        Assert.Equal(json, ReconnectSession.FromJson(json).ToJson());
        Assert.Equal(ReconnectOutcome.Reconnected, resumed.Outcome);
        Assert.True(resumed.Continuity is { AllSame: true });
    }
}
