using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>A reply that was taken is not told of as if it had not been, because the link for the next step cannot be had now.</summary>
public sealed class LinkFailsTests
{
    private readonly Repair _repair = new();
    private readonly RequiredAction _redirect = new RequiredAction.FollowRedirect { Actor = Actor.EndUser };

    [Theory]
    [InlineData(ReplyFate.Accepted, 0)]
    [InlineData(ReplyFate.Rejected, 1)]
    [InlineData(ReplyFate.None, 0)]
    public async Task What_became_of_the_reply_is_returned_and_the_link_is_issued_when_it_is_asked_for(ReplyFate fate, int rejected)
    {
        var session = await _repair.StartAsync();
        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Move(context, _redirect, fate));
        LinksFail();

        var after = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal((ReconnectPhase.AwaitingUser, fate, rejected), (after.Phase, after.LastReply, after.RejectedReplies));
        Assert.Null(Assert.IsType<RequiredAction.FollowRedirect>(after.Action).Url);
        Assert.DoesNotContain(after.Journal, entry => entry.Event == "notTaken");
        await Assert.ThrowsAsync<ProviderException>(() => _repair.Flow.GetAsync(session.Id));
        _repair.Provider.OnLaunch = null;
        Assert.NotNull(Assert.IsType<RequiredAction.FollowRedirect>((await _repair.Flow.GetAsync(session.Id)).Action).Url);
        Assert.Equal(1, _repair.Provider.Count("reply"));
    }

    [Theory]
    [InlineData(ProviderErrorKind.ChallengeRejected, ReplyFate.Rejected)]
    [InlineData(ProviderErrorKind.OutcomeUnknown, ReplyFate.Unknown)]
    public async Task So_is_what_a_look_found_out_about_it(ProviderErrorKind kind, ReplyFate fate)
    {
        var session = await _repair.StartAsync();
        _repair.ReplyFails(kind);
        _repair.Observes(_redirect);
        LinksFail();

        var after = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal((ReconnectPhase.AwaitingUser, RequiredActionKind.FollowRedirect, fate), (after.Phase, after.Action.Kind, after.LastReply));
    }

    [Fact]
    public async Task A_message_of_a_widget_that_was_taken_is_not_given_a_second_time()
    {
        // As a host does that believes what it is told: what was not taken may be given again.
        var widget = new RequiredAction.OpenWidget { Actor = Actor.EndUser };
        _repair.Begins(widget);
        _repair.Provider.OnLaunch = context => Task.FromResult(context.Action with { ExpiresAt = context.Now + TimeSpan.FromMinutes(5) });
        _repair.Provider.OnReply = (context, _, _) => Task.FromResult(_repair.Provider.Move(context, widget, ReplyFate.Rejected));
        var session = await _repair.StartAsync();
        LinksFail();
        for (var tries = 0; tries < 2; tries++)
        {
            try
            {
                session = await _repair.Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned("{}"));
                break;
            }
            catch (ProviderException)
            {
                session = await _repair.Flow.PollAsync(session.Id);
            }
        }

        Assert.Equal((false, 1), (session.IsFinished, session.RejectedReplies));
    }

    [Fact]
    public async Task Where_nothing_was_passed_on_the_failure_is_thrown()
    {
        LinksFail();
        _repair.Begins(_redirect);
        Assert.Equal(ProviderErrorKind.Unavailable, (await Assert.ThrowsAsync<ProviderException>(() => _repair.StartAsync())).Kind);
    }

    private void LinksFail() => _repair.Provider.OnLaunch = _ => throw Repair.Failure(ProviderErrorKind.Unavailable, transient: true);
}
