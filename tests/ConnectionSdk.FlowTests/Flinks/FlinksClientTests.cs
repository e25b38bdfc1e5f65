using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Flinks;

public class FlinksClientTests : FlinksFlow
{
    [Fact]
    public async Task A_first_connection_is_made_in_the_widget()
    {
        Configure = options => options.WidgetParameters["accountSelectorEnable"] = "true";
        var begun = await RunAsync(Client.BeginConnectAsync(new ConnectRequest { User = User, Language = "fr" }));
        var link = Assert.IsType<RequiredAction.OpenWidget>(begun.Action).Launch!.ToUri();
        var outcome = await Flinks.User.UseWidgetAsync(link);

        var connection = await RunAsync(Client.CompleteConnectAsync(ConnectSession.FromJson(begun.ToJson()), new UserReply.WidgetReturned(outcome.Messages[^1])));

        Assert.Contains("language=en", link.Query, StringComparison.Ordinal);
        Assert.Contains("tag=user-1042", link.Query, StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Active, connection.Status.State);
        Assert.Equal(Assert.Single(Flinks.Connections).LoginId, connection.Ref.ConnectionId);
        Assert.DoesNotContain("authorizeToken", begun.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FlinksVisit.Closes, "userAbandoned")]
    [InlineData(FlinksVisit.DeniesConsent, "userAbandoned")]
    [InlineData(FlinksVisit.MeetsAFailure, "providerError")]
    public async Task A_first_connection_that_was_not_made_says_why(FlinksVisit visit, string reason)
    {
        var begun = await RunAsync(Client.BeginConnectAsync(new ConnectRequest { User = User }));
        var outcome = await Flinks.User.UseWidgetAsync(Assert.IsType<RequiredAction.OpenWidget>(begun.Action).Launch!.ToUri(), visit);

        var failure = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => Client.CompleteConnectAsync(begun, new UserReply.WidgetReturned(LastOf(outcome))));

        Assert.Equal(reason, failure.Reason.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refresh_is_asked_for_once_while_another_is_under_way()
    {
        var connection = Flinks.AddConnection(setup => setup.BankTakes(TimeSpan.FromSeconds(60)));
        var present = new RefreshOptions { UserPresent = true };

        var refreshes = Enumerable.Range(0, 8).Select(_ => Record.ExceptionAsync(() => Client.RefreshAsync(RefOf(connection), present))).ToList();
        // The clock stands until only one is left: were it to move, the first could end before the last has begun, and that one would rightly be sent.
        var waiting = new List<Task>(refreshes);
        while (waiting.Count > 1)
        {
            waiting.Remove(await Task.WhenAny(waiting));
        }

        var failures = await RunAsync(Task.WhenAll(refreshes));

        Assert.Equal(1, connection.LiveCalls);
        Assert.Single(failures, failure => failure is null);
        Assert.All(failures.OfType<ProviderException>(), failure => Assert.Equal((ProviderErrorKind.Conflict, false), (failure.Kind, failure.MayHaveBeenSent)));
    }

    [Fact]
    public async Task A_refresh_without_the_user_is_seldom()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshedAt(Clock.GetUtcNow().AddMinutes(-10)));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(RefOf(connection)));

        Assert.Equal((ProviderErrorKind.RateLimited, 0), (failure.Kind, connection.LiveCalls));
    }

    [Fact]
    public async Task A_removal_says_that_the_ids_are_lost_and_happens_only_as_planned()
    {
        var connection = Flinks.AddConnection();

        var plan = await Client.PlanRemovalAsync(RefOf(connection));
        Assert.Equal((true, true, 0), (plan.Allowed, plan.DestroysHistory, Flinks.CardsDeleted));
        Assert.Contains(plan.Loses, loss => loss.Contains("new LoginId", StringComparison.Ordinal));
        Assert.Contains(plan.Loses, loss => loss.Contains("account", StringComparison.Ordinal) && loss.Contains("ids", StringComparison.Ordinal));
        await Client.RemoveAsync(plan);
        await Client.RemoveAsync(plan);

        Assert.Equal(1, Flinks.CardsDeleted);
        Assert.Equal(ConnectionState.Deleted, (await Client.GetAsync(RefOf(connection))).Status.State);
        Assert.False((await Client.PlanRemovalAsync(RefOf(connection))).Allowed);
    }

    [Fact]
    public async Task Nightly_refresh_can_be_switched_off_and_the_connection_says_so()
    {
        var connection = Flinks.AddConnection(setup => setup.WithScheduledRefresh());
        Flinks.Divergences.ScheduledRefreshAsText = true;

        await Provider.SetScheduledRefreshAsync(RefOf(connection), on: false);

        Assert.False(connection.IsScheduledRefresh);
        Assert.Contains((await Client.GetAsync(RefOf(connection))).Status.Advisories, advisory => advisory.Kind == AdvisoryKind.AutomaticRefreshOff);
    }

    [Fact]
    public async Task A_cached_read_that_got_lost_is_tried_once_more_with_a_new_token()
    {
        var connection = Flinks.AddConnection();
        Flinks.Faults.Add(Fault.CutMidBody(), path: "/v3/*/BankingServices/Authorize");

        Assert.Equal(ConnectionState.Active, (await RunAsync(Client.GetAsync(RefOf(connection)))).Status.State);
        Assert.Equal((2, 0, 2), (connection.CachedCalls, Flinks.AuthorizeTokensRefused, Flinks.AuthorizeTokensMinted));

        Flinks.Faults.Add(Fault.CutMidBody(), times: 2, path: "/v3/*/BankingServices/Authorize");
        await Assert.ThrowsAsync<ProviderException>(() => RunAsync(Client.GetAsync(RefOf(connection))));
        Assert.Equal((4, 0, 4), (connection.CachedCalls, Flinks.AuthorizeTokensRefused, Flinks.AuthorizeTokensMinted));
    }

    [Fact]
    public async Task A_token_refused_on_a_read_is_replaced_once()
    {
        Flinks.AuthorizeTokenLasts = TimeSpan.Zero;

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(RefOf(Flinks.AddConnection())));

        Assert.Equal((ProviderErrorKind.CredentialRejected, 2), (failure.Kind, Flinks.AuthorizeTokensRefused));
    }

    [Fact]
    public async Task A_question_when_reading_what_is_stored_is_a_challenge_that_can_be_answered()
    {
        var connection = Flinks.AddConnection(setup => setup.Asks().AsksWhenCachedToo());

        var read = await Client.GetAsync(RefOf(connection));

        Assert.Equal((ConnectionState.ActionRequired, RequiredActionKind.OpenWidget), (read.Status.State, read.Status.Action.Kind));
        Assert.NotNull(read.ResumeToken);
    }
}
