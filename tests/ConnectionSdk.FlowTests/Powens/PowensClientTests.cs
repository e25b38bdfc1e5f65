using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.FlowTests.Powens;

/// <summary>Everything around a repair: connect, list, refresh, remove.</summary>
public sealed class PowensClientTests : PowensFlow
{
    [Fact]
    public async Task A_user_connects_a_bank_and_the_connection_is_read()
    {
        var session = await RunAsync(Client.BeginConnectAsync(new ConnectRequest { User = UserRef, Language = "fr-FR" }));
        var link = Assert.IsType<RequiredAction.FollowRedirect>(session.Action).Url!;
        Assert.StartsWith("/webview/fr/connect", link.AbsolutePath, StringComparison.Ordinal);
        var callback = await Powens.User.FollowAsync(link);

        var connected = await RunAsync(Client.CompleteConnectAsync(ConnectSession.FromJson(session.ToJson()), new UserReply.RedirectReturned(callback)));

        Assert.Equal(User.Connections[0].Id.ToString(System.Globalization.CultureInfo.InvariantCulture), connected.Ref.ConnectionId);
        Assert.Equal((1, 0), (Powens.ConnectionsCreated, Powens.UsersCreated));
    }

    [Theory]
    [InlineData(PowensVisit.Cancels, "userAbandoned")]
    [InlineData(PowensVisit.DeclinesTerms, "userAbandoned")]
    [InlineData(PowensVisit.MeetsAFailure, "providerError")]
    [InlineData(PowensVisit.LetsItExpire, "sessionExpired")]
    public async Task A_connection_that_was_not_made_says_why(PowensVisit visit, string reason)
    {
        var session = await RunAsync(Client.BeginConnectAsync(new ConnectRequest { User = UserRef }));
        var callback = await Powens.User.FollowAsync(((RequiredAction.FollowRedirect)session.Action).Url!, visit);

        var error = await Assert.ThrowsAsync<ConnectNotCompletedException>(
            () => RunAsync(Client.CompleteConnectAsync(session, new UserReply.RedirectReturned(callback))));

        Assert.Equal(reason, error.Reason.Value);
        Assert.Equal(0, Powens.ConnectionsCreated);
    }

    [Fact]
    public async Task A_return_that_belongs_to_no_attempt_connects_nothing()
    {
        var existing = Add(static _ => { });
        var session = await RunAsync(Client.BeginConnectAsync(new ConnectRequest { User = UserRef }));
        var calls = Powens.Calls.Count();

        await Assert.ThrowsAsync<ConnectNotCompletedException>(() => RunAsync(Client.CompleteConnectAsync(
            session, new UserReply.RedirectReturned(new Uri($"{Callback}?connection_id={existing.Id}&state=forged")))));

        Assert.Equal(calls, Powens.Calls.Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(40)]
    public async Task A_long_list_is_read_page_by_page(int? pageSize)
    {
        Powens.DefaultPageSize = pageSize;
        for (var i = 0; i < 205; i++)
        {
            Add(i % 2 == 0 ? static _ => { } : static setup => setup.NeedsConsent());
        }

        var listed = await RunAsync(ListAsync());

        Assert.Equal(User.Connections.Select(connection => RefOf(connection)), listed.Select(connection => connection.Ref));
        Assert.Equal(102, listed.Count(connection => connection.Status.State == ConnectionState.ReconnectRequired));
        Assert.Equal(3, Powens.Calls.Count("GET", "/2.0/users/*/connections"));
    }

    [Fact]
    public async Task A_refresh_asked_for_twice_is_harmless()
    {
        var connection = Add(static _ => { });
        var present = new RefreshOptions { UserPresent = true };

        await RunAsync(Client.RefreshAsync(RefOf(connection), present));
        var again = await RunAsync(Client.RefreshAsync(RefOf(connection), present));

        Assert.Equal(ConnectionState.Active, again.Status.State);
        Assert.Equal([200, 409], Powens.Calls.Matching("PUT").Select(call => call.AnsweredStatus!.Value));
        Assert.All(Powens.Calls.Matching("PUT"), call => Assert.Equal("true", call.Query["psu_requested"]));
    }

    [Fact]
    public async Task A_refresh_without_the_user_says_so_and_keeps_its_distance()
    {
        var connection = Add(static _ => { });

        await RunAsync(Client.RefreshAsync(RefOf(connection)));
        var refusal = await Assert.ThrowsAsync<ProviderException>(() => RunAsync(Client.RefreshAsync(RefOf(connection))));

        Assert.Equal((ProviderErrorKind.RateLimited, false), (refusal.Kind, refusal.MayHaveBeenSent));
        Assert.Equal("false", Assert.Single(Powens.Calls.Matching("PUT")).Query["psu_requested"]);
    }

    [Fact]
    public async Task A_removal_is_planned_says_what_it_destroys_and_then_deletes()
    {
        var connection = Add(static _ => { });

        var plan = await RunAsync(Client.PlanRemovalAsync(RefOf(connection)));
        Assert.True(plan is { Allowed: true, DestroysHistory: true, Alternatives.Count: > 0 });
        Assert.False(connection.IsGone);
        await RunAsync(RemoveAsync(plan));

        Assert.True(connection.IsGone);
        Assert.Equal(1, Powens.ConnectionsDeleted);
        Assert.Equal(ConnectionState.Deleted, (await GetAsync(connection)).Status.State);
    }

    [Fact]
    public async Task A_removal_whose_answer_got_lost_is_found_done()
    {
        var connection = Add(static _ => { });
        var plan = await RunAsync(Client.PlanRemovalAsync(RefOf(connection)));
        Powens.Faults.Add(Fault.Drop().AfterProcessing(), method: "DELETE");

        await RunAsync(RemoveAsync(plan));

        Assert.Equal(1, Powens.Calls.Count("DELETE"));
        Assert.True(connection.IsGone);
    }

    [Theory]
    [InlineData(-11)]
    [InlineData(11)]
    public async Task A_plan_that_is_old_or_dated_ahead_removes_nothing(int minutes)
    {
        var connection = Add(static _ => { });
        var plan = await RunAsync(Client.PlanRemovalAsync(RefOf(connection)));

        await Assert.ThrowsAsync<RemovalRefusedException>(() => RunAsync(RemoveAsync(plan with { PlannedAt = plan.PlannedAt.AddMinutes(minutes) })));

        Assert.False(connection.IsGone);
    }

    [Fact]
    public async Task A_token_is_renewed_for_the_known_user_and_no_user_is_ever_made()
    {
        var connection = Add(static _ => { });
        await GetAsync(connection);
        Powens.RevokeTokens(User);

        var seen = await GetAsync(connection);

        Assert.Equal(ConnectionState.Active, seen.Status.State);
        Assert.Equal(2, Powens.Calls.Count("POST", "/2.0/auth/renew"));
        Assert.Equal((0, 0), (Powens.UsersCreated, Powens.Calls.Count("POST", "/2.0/auth/init")));
    }

    private async Task<List<Connection>> ListAsync()
    {
        var listed = new List<Connection>();
        await foreach (var connection in Client.ListAsync(UserRef))
        {
            listed.Add(connection);
        }

        return listed;
    }

    private async Task<bool> RemoveAsync(RemovalPlan plan)
    {
        await Client.RemoveAsync(plan);
        return true;
    }
}
