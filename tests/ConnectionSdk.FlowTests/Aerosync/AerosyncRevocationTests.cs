using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.FlowTests.Aerosync;

/// <summary>A user who withdrew access is left alone until they start a repair themselves.</summary>
public sealed class AerosyncRevocationTests : AerosyncFlow
{
    [Fact]
    public async Task After_a_revocation_nothing_leaves_until_a_repair_the_user_started_has_succeeded()
    {
        var connection = Add();
        connection.RevokeByUser();
        var read = await GetAsync(connection);
        Assert.Equal((ConnectionState.Revoked, StatusReason.ConsentRevokedByUser, false), (read.Status.State, read.Status.Reason, read.Status.DataUsable));
        Aerosync.Calls.Clear();

        Assert.Equal(read, await Client.GetAsync(RefOf(connection)));
        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(RefOf(connection)));
        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.RefreshAsync(RefOf(connection), new RefreshOptions { UserPresent = true }));
        await Client.PlanRemovalAsync(RefOf(connection));
        Assert.Equal(0, Aerosync.Calls.Count());

        var session = await VisitAsync(await StartAsync(connection));
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity is { AllSame: true, Entries.Count: 1 });
        Assert.Equal(ConnectionState.Active, (await GetAsync(connection)).Status.State);
        Assert.Single(await RunAsync(Client.GetAccountsAsync(RefOf(connection))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_revocation_that_a_data_call_shows_is_the_last_thing_that_leaves(bool refreshes)
    {
        var connection = Add();
        connection.RevokeByUser();
        var shown = await Assert.ThrowsAsync<AccessRevokedException>(
            () => refreshes ? RunAsync<object>(Refreshed()) : RunAsync<object>(Read()));
        Assert.Equal((ConnectionState.Revoked, 1, 0), (shown.Connection.Status.State, Aerosync.Calls.Count("GET"), connection.RefreshRequests));
        Aerosync.Calls.Clear();

        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(RefOf(connection)));
        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.RefreshAsync(RefOf(connection), new RefreshOptions { UserPresent = true }));
        Assert.Equal(ConnectionState.Revoked, (await Client.GetAsync(RefOf(connection))).Status.State);
        Assert.Equal(0, Aerosync.Calls.Count());

        async Task<object> Read() => await Client.GetAccountsAsync(RefOf(connection));

        async Task<object> Refreshed() => await Client.RefreshAsync(RefOf(connection));
    }

    [Fact]
    public async Task A_repair_that_finds_the_access_revoked_compares_the_accounts_all_the_same()
    {
        var connection = Add();
        connection.RevokeByUser();

        var session = await StartAsync(connection);
        Aerosync.Calls.Clear();
        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(RefOf(connection)));
        Assert.Equal(0, Aerosync.Calls.Count());
        session = await VisitAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity is { AllSame: true, Entries.Count: 1 });
    }

    [Theory]
    [InlineData(AerosyncVisit.Closes)]
    [InlineData(AerosyncVisit.LetsItTimeOut)]
    public async Task A_repair_that_did_not_succeed_lifts_nothing(AerosyncVisit visit)
    {
        var connection = Add();
        connection.RevokeByUser();
        await GetAsync(connection);
        var session = await VisitAsync(await StartAsync(connection), visit);
        await RunAsync(Flow.CancelAsync(session.Id));
        Aerosync.Calls.Clear();

        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(RefOf(connection)));
        Assert.Equal(ConnectionState.Revoked, (await Client.GetAsync(RefOf(connection))).Status.State);
        Assert.Equal(0, Aerosync.Calls.Count());
    }

    [Fact]
    public async Task While_the_user_is_in_the_widget_nothing_is_read()
    {
        var connection = Add();
        connection.RevokeByUser();
        await GetAsync(connection);

        var session = await StartAsync(connection);

        Assert.Null(session.PollAt);
        Aerosync.Calls.Clear();
        Clock.Advance(TimeSpan.FromMinutes(5));
        await Flow.PollAsync(session.Id);
        Assert.Equal(0, Aerosync.Calls.Count());
    }

    [Fact]
    public async Task A_revocation_seen_in_a_list_counts_as_well()
    {
        var connection = Add();
        connection.RevokeByUser();
        await foreach (var listed in Client.ListAsync(User))
        {
            Assert.Equal(ConnectionState.Revoked, listed.Status.State);
        }

        Aerosync.Calls.Clear();

        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(RefOf(connection)));
        Assert.Equal(0, Aerosync.Calls.Count());
    }

    [Fact]
    public async Task A_wrong_account_lifts_nothing_either()
    {
        var connection = Add();
        connection.RevokeByUser();
        await GetAsync(connection);
        var session = await StartAsync(connection);
        connection.Account.NumberDisplay = "6543";

        Assert.Equal(ReconnectOutcome.WrongAccount, (await VisitAsync(session)).Outcome);
        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(RefOf(connection)));
    }
}
