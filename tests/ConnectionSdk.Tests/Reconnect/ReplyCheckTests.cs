using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>What does not answer the session's action is refused before anything is sent.</summary>
public sealed class ReplyCheckTests
{
    private readonly Repair _repair = new();

    public static TheoryData<string> BadStates =>
        ["", "forged", "00000000000000000000000000000000.0000000000000000000000000000000000000000000000000000000000000000"];

    [Theory]
    [MemberData(nameof(BadStates))]
    public async Task A_forged_state_is_refused(string state)
    {
        _repair.AsksForRedirect();
        var session = await _repair.StartAsync();

        await RefusedAsync(session, Repair.Return(state));
        await RefusedAsync(session, new UserReply.RedirectReturned(new Uri("https://app.example/back?code=1")));
        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.ReplyAsync(session.Id, _repair.Return())).Outcome);
    }

    [Fact]
    public async Task A_state_is_accepted_once()
    {
        _repair.AsksForRedirect();
        _repair.Provider.OnReply = (context, _, _) =>
            Task.FromResult(_repair.Provider.Move(context, new RequiredAction.FollowRedirect { Actor = Actor.EndUser }, ReplyFate.Accepted));
        var session = await _repair.StartAsync();

        var second = await _repair.Flow.ReplyAsync(session.Id, _repair.Return());
        Assert.NotEqual(session.Action, second.Action);
        await RefusedAsync(session, _repair.Return(0), sent: 1);
        await _repair.Flow.ReplyAsync(session.Id, _repair.Return(1));
        Assert.Equal(2, _repair.Provider.Count("reply"));
    }

    [Fact]
    public async Task A_look_alone_after_the_user_came_back_still_issues_a_new_link()
    {
        _repair.AsksForRedirect();
        _repair.Provider.OnReply = (context, _, _) =>
            Task.FromResult(_repair.Provider.Move(context, new RequiredAction.FollowRedirect { Actor = Actor.EndUser }));
        var session = await _repair.StartAsync();

        var second = await _repair.Flow.ReplyAsync(session.Id, _repair.Return());

        Assert.Equal(2, _repair.Provider.States.Count);
        Assert.Contains(_repair.Provider.States[1], ((RequiredAction.FollowRedirect)second.Action).Url!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_of_another_session_is_refused()
    {
        _repair.AsksForRedirect();
        var mine = await _repair.StartAsync();
        await _repair.Flow.StartAsync(new ConnectionRef(Repair.Connection.Provider, "18", "43"));

        await RefusedAsync(mine, _repair.Return(1));
    }

    [Fact]
    public async Task A_link_is_good_for_half_an_hour_however_long_the_repair_may_take()
    {
        _repair.AsksForRedirect();
        var session = await _repair.StartAsync(new ReconnectOptions { Lifetime = TimeSpan.FromHours(12) });
        Assert.Equal(_repair.Clock.GetUtcNow() + TimeSpan.FromMinutes(30), session.Action.ExpiresAt);
        _repair.Clock.Advance(TimeSpan.FromMinutes(30));

        await RefusedAsync(session, _repair.Return());
        var renewed = await _repair.Flow.GetAsync(session.Id);
        Assert.Contains(_repair.Provider.States[1], ((RequiredAction.FollowRedirect)renewed.Action).Url!.Query, StringComparison.Ordinal);
        _repair.Clock.Advance(TimeSpan.FromMinutes(29));
        await RefusedAsync(renewed, _repair.Return(0));
        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.ReplyAsync(session.Id, _repair.Return(1))).Outcome);
    }

    [Fact]
    public async Task Both_links_of_two_tabs_in_two_processes_are_accepted()
    {
        _repair.AsksForRedirect();
        var session = await _repair.StartAsync();
        await _repair.NewProcess().GetAsync(session.Id);

        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.ReplyAsync(session.Id, _repair.Return(0))).Outcome);
    }

    [Fact]
    public async Task A_link_that_lost_the_race_is_never_handed_out()
    {
        _repair.AsksForRedirect(TimeSpan.FromSeconds(5));
        var session = await _repair.StartAsync();
        var other = _repair.NewProcess();
        _repair.Clock.Advance(TimeSpan.FromSeconds(5));
        _repair.Store.BeforeReplace = async _ => await _repair.Flow.PollAsync(session.Id);

        var got = await other.GetAsync(session.Id);

        Assert.Contains(_repair.Provider.States[^1], ((RequiredAction.FollowRedirect)got.Action).Url!.Query, StringComparison.Ordinal);
        Assert.Equal(ReconnectOutcome.Reconnected, (await other.ReplyAsync(session.Id, Repair.Return(_repair.Provider.States[^1]))).Outcome);
    }

    [Fact]
    public async Task A_return_that_was_not_sent_on_may_be_given_again()
    {
        _repair.AsksForRedirect();
        var session = await _repair.StartAsync();
        _repair.ReplyFails(ProviderErrorKind.NotSent, transient: true);
        await Assert.ThrowsAsync<ProviderException>(() => _repair.Flow.ReplyAsync(session.Id, _repair.Return()));

        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Repaired(context));
        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.ReplyAsync(session.Id, _repair.Return())).Outcome);
    }

    [Fact]
    public async Task A_callback_finds_its_session()
    {
        _repair.AsksForRedirect();
        var session = await _repair.StartAsync();

        Assert.True(ReconnectSessionId.TryFromCallback(((UserReply.RedirectReturned)_repair.Return()).Uri, out var id));
        Assert.Equal(session.Id, id);
        Assert.False(ReconnectSessionId.TryFromCallback(new Uri("https://app.example/back?state=x"), out _));
        Assert.False(ReconnectSessionId.TryFromCallback(new Uri("/back", UriKind.Relative), out _));
    }

    [Theory]
    [InlineData("otp", "12345")]
    [InlineData("otp", "")]
    [InlineData("pin", "123456")]
    public async Task Values_the_bank_could_not_want_cost_no_attempt_and_are_not_repeated_in_the_message(string name, string value)
    {
        _repair.Begins(_repair.AskCode(pattern: "^[0-9]{6}$"));
        var session = await _repair.StartAsync();

        var refused = await RefusedAsync(session, new UserReply.FieldValues(name, SensitiveString.FromString(value)));

        Assert.DoesNotContain("12345", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, (await _repair.Flow.GetAsync(session.Id)).RejectedReplies);
        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code())).Outcome);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("[")]
    public async Task A_pattern_that_cannot_be_used_leaves_it_to_the_bank(string pattern)
    {
        _repair.Begins(_repair.AskCode(pattern: pattern));
        var session = await _repair.StartAsync();

        await _repair.Flow.ReplyAsync(session.Id, Repair.Code(new string('a', 40) + "!"));

        Assert.Equal(1, _repair.Provider.Count("reply"));
    }

    [Fact]
    public async Task One_of_the_options_must_be_chosen()
    {
        _repair.Begins(new RequiredAction.ProvideFields
        {
            Fields = [new ActionField { Name = "otp", Kind = FieldKind.Choice, Options = [new FieldOption("a", "A"), new FieldOption("b", "B")] }],
        });
        var session = await _repair.StartAsync();

        await RefusedAsync(session, Repair.Code("c"));
        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code("b"))).Outcome);
    }

    [Fact]
    public async Task A_reply_of_another_kind_is_refused()
    {
        var session = await _repair.StartAsync();

        await RefusedAsync(session, new UserReply.ActionDone());
        await RefusedAsync(session, new UserReply.WidgetReturned("{}"));
        await RefusedAsync(session, Repair.Return("x"));
    }

    private async Task<UnexpectedReplyException> RefusedAsync(ReconnectSession session, UserReply reply, int sent = 0)
    {
        var writes = _repair.Store.Writes.Count;
        var refused = await Assert.ThrowsAsync<UnexpectedReplyException>(() => _repair.Flow.ReplyAsync(session.Id, reply));
        Assert.Equal((sent, writes), (_repair.Provider.Count("reply"), _repair.Store.Writes.Count));
        return refused;
    }
}
