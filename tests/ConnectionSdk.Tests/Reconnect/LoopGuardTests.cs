using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>Nobody is locked out of their bank by this library.</summary>
public sealed class LoopGuardTests
{
    private static readonly WidgetLaunch Widget = new()
    {
        Provider = "fake",
        Source = new Uri("https://widget.example/"),
        MessageOrigin = "https://widget.example",
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal),
    };

    private readonly Repair _repair = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_code_is_asked_for_again_and_the_second_one_ends_the_repair(bool thrown)
    {
        Refuse(thrown);
        var session = await _repair.StartAsync();

        var first = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        Assert.Equal((ReconnectPhase.AwaitingUser, ReplyFate.Rejected, 1), (first.Phase, first.LastReply, first.RejectedReplies));
        Assert.IsType<RequiredAction.ProvideFields>(first.Action);

        var second = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        Assert.Equal((ReconnectOutcome.NotRepairable, 2), (second.Outcome, second.RejectedReplies));
        Assert.Equal(_repair.Clock.GetUtcNow() + TimeSpan.FromHours(1), Assert.IsType<RequiredAction.Wait>(second.Action).NotBefore);

        Assert.Equal(second.Version, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code())).Version);
        Assert.Equal(2, _repair.Provider.Count("reply"));
    }

    [Fact]
    public async Task The_guard_holds_over_sessions_without_any_call_until_its_time_is_over()
    {
        await UseUpAsync();
        var calls = _repair.Provider.Calls.Count;

        foreach (var wait in new[] { TimeSpan.Zero, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(29) })
        {
            _repair.Clock.Advance(wait);
            var refused = await _repair.StartAsync();
            Assert.Equal(ReconnectOutcome.NotRepairable, refused.Outcome);
            Assert.IsType<RequiredAction.Wait>(refused.Action);
        }

        Assert.Equal(calls, _repair.Provider.Calls.Count);
        _repair.Clock.Advance(TimeSpan.FromMinutes(1));
        var fresh = await _repair.StartAsync();
        Assert.Equal((false, 0), (fresh.IsFinished, fresh.RejectedReplies));
    }

    [Fact]
    public async Task One_refusal_before_an_abandoned_repair_counts_in_the_next_one()
    {
        Refuse(thrown: true);
        var first = await _repair.StartAsync();
        await _repair.Flow.ReplyAsync(first.Id, Repair.Code());
        await _repair.Flow.CancelAsync(first.Id);

        var second = await _repair.StartAsync();
        Assert.Equal(1, second.RejectedReplies);
        Assert.Equal(ReconnectOutcome.NotRepairable, (await _repair.Flow.ReplyAsync(second.Id, Repair.Code())).Outcome);
    }

    [Fact]
    public async Task A_success_wipes_the_slate()
    {
        Refuse(thrown: true);
        var first = await _repair.StartAsync();
        await _repair.Flow.ReplyAsync(first.Id, Repair.Code());
        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Repaired(context));
        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.ReplyAsync(first.Id, Repair.Code())).Outcome);

        Assert.Equal(0, (await _repair.StartAsync()).RejectedReplies);
    }

    [Fact]
    public async Task A_refusal_is_stored_before_the_connection_is_looked_at_and_counts_once()
    {
        var session = await _repair.StartAsync();
        _repair.ReplyFails(ProviderErrorKind.ChallengeRejected);
        _repair.Provider.OnObserve = _ => throw Repair.Failure(ProviderErrorKind.Timeout, transient: true);

        var refused = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        Assert.Equal((1, ReplyFate.Rejected), (refused.RejectedReplies, refused.LastReply));
        Assert.Contains("rejected", _repair.Store.Writes[^2].Json, StringComparison.Ordinal);

        _repair.Provider.OnObserve = context => Task.FromResult(_repair.Provider.Move(context, _repair.AskCode(), ReplyFate.Rejected, TimeSpan.FromSeconds(2)));
        for (var look = 0; look < 3; look++)
        {
            _repair.Clock.Advance(TimeSpan.FromSeconds(3));
            refused = await _repair.Flow.PollAsync(session.Id);
        }

        Assert.Equal((1, ReplyFate.Rejected, ReconnectPhase.AwaitingUser), (refused.RejectedReplies, refused.LastReply, refused.Phase));
    }

    [Fact]
    public async Task A_code_whose_answer_was_lost_and_that_the_bank_still_asks_for_counts_as_refused()
    {
        _repair.ReplyFails(ProviderErrorKind.OutcomeUnknown);
        var session = await _repair.StartAsync();

        var first = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        Assert.Equal((ReplyFate.Unknown, 1), (first.LastReply, first.RejectedReplies));
        Assert.Equal(ReconnectOutcome.NotRepairable, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code())).Outcome);
        Assert.Equal(2, _repair.Provider.Count("reply"));
    }

    [Fact]
    public async Task A_code_whose_answer_was_lost_and_that_a_widget_asks_for_by_now_counts_as_refused()
    {
        _repair.ReplyFails(ProviderErrorKind.OutcomeUnknown);
        _repair.Observes(new RequiredAction.OpenWidget { Actor = Actor.EndUser, Launch = Widget });
        var session = await _repair.StartAsync();

        var asked = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal((RequiredActionKind.OpenWidget, ReplyFate.Unknown, 1), (asked.Action.Kind, asked.LastReply, asked.RejectedReplies));
    }

    [Theory]
    [InlineData(ProviderErrorKind.OutcomeUnknown)]
    [InlineData(ProviderErrorKind.Timeout)]
    [InlineData(ProviderErrorKind.Network)]
    [InlineData(ProviderErrorKind.Unavailable)]
    [InlineData(ProviderErrorKind.Protocol)]
    [InlineData(ProviderErrorKind.TooLarge)]
    [InlineData(ProviderErrorKind.Unknown)]
    public async Task A_failure_that_leaves_open_whether_the_code_was_taken_is_looked_into(ProviderErrorKind kind)
    {
        var session = await _repair.StartAsync();
        _repair.ReplyFails(kind);
        _repair.Provider.OnObserve = context => Task.FromResult(_repair.Provider.Repaired(context, ReplyFate.None));

        var after = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal((ReconnectOutcome.Reconnected, ReplyFate.Unknown, 0), (after.Outcome, after.LastReply, after.RejectedReplies));
        Assert.Equal((1, 1), (_repair.Provider.Count("reply"), _repair.Provider.Count("observe")));
    }

    [Theory]
    [InlineData(ProviderErrorKind.NotSent, true)]
    [InlineData(ProviderErrorKind.Unavailable, false)]
    [InlineData(ProviderErrorKind.RateLimited, true)]
    [InlineData(ProviderErrorKind.InvalidRequest, true)]
    public async Task A_reply_that_certainly_was_not_taken_costs_nothing_and_the_user_is_not_asked_twice(ProviderErrorKind kind, bool sent)
    {
        var session = await _repair.StartAsync();
        _repair.ReplyFails(kind, transient: true, sent);

        await Assert.ThrowsAsync<ProviderException>(() => _repair.Flow.ReplyAsync(session.Id, Repair.Code()));
        var restored = await _repair.Flow.GetAsync(session.Id);
        Assert.Equal((ReconnectPhase.AwaitingUser, ReplyFate.NotSent, 0), (restored.Phase, restored.LastReply, restored.RejectedReplies));
        Assert.Equal(session.Action.ToJson(), restored.Action.ToJson());

        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Repaired(context));
        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code())).Outcome);
        Assert.Equal(0, _repair.Provider.Count("observe"));
    }

    [Fact]
    public async Task A_repair_that_goes_round_in_circles_ends()
    {
        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Move(context, _repair.AskCode(), ReplyFate.Accepted));
        var session = await _repair.StartAsync();
        for (var reply = 0; reply < 20; reply++)
        {
            session = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        }

        Assert.Equal((ReconnectOutcome.NotRepairable, RequiredActionKind.ContactSupport, 12), (session.Outcome, session.Action.Kind, _repair.Provider.Count("reply")));
    }

    [Fact]
    public async Task Progress_that_a_widget_reports_is_no_circle()
    {
        var widget = new RequiredAction.OpenWidget { Actor = Actor.EndUser };
        var launch = new WidgetLaunch
        {
            Provider = "fake",
            Source = new Uri("https://widget.example/"),
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal),
            MessageOrigin = "https://widget.example",
        };
        _repair.Provider.OnLaunch = _ => Task.FromResult<RequiredAction>(widget with { Launch = launch });
        _repair.Begins(widget);
        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Move(context, widget));
        var session = await _repair.StartAsync();
        for (var step = 0; step < 20; step++)
        {
            session = await _repair.Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned("{}"));
        }

        Assert.Equal((ReconnectPhase.AwaitingUser, 20), (session.Phase, _repair.Provider.Count("reply")));
        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Move(context, widget, ReplyFate.Accepted));
        for (var reply = 0; reply < 20; reply++)
        {
            session = await _repair.Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned("{}"));
        }

        Assert.Equal((ReconnectOutcome.NotRepairable, 32), (session.Outcome, _repair.Provider.Count("reply")));
    }

    [Fact]
    public async Task A_provider_that_fails_at_the_start_ends_the_session_and_a_new_start_begins_anew()
    {
        _repair.Provider.OnBegin = (_, _) => throw Repair.Failure(ProviderErrorKind.Unavailable, transient: true);
        await Assert.ThrowsAsync<ProviderException>(() => _repair.StartAsync());
        Assert.Contains("\"outcome\":\"WaitingForProvider\"", _repair.Store.Writes[^1].Json, StringComparison.Ordinal);

        _repair.Provider.OnBegin = (context, _) => Task.FromResult(_repair.Provider.Repaired(context, ReplyFate.None));
        Assert.Equal(ReconnectOutcome.NotNeeded, (await _repair.StartAsync()).Outcome);
    }

    private void Refuse(bool thrown) => _repair.Provider.OnReply = (context, _, _) => thrown
        ? throw Repair.Failure(ProviderErrorKind.ChallengeRejected)
        : Task.FromResult(_repair.Provider.Move(context, _repair.AskCode(), ReplyFate.Rejected));

    private async Task UseUpAsync()
    {
        Refuse(thrown: true);
        var session = await _repair.StartAsync();
        await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
        await _repair.Flow.ReplyAsync(session.Id, Repair.Code());
    }
}
