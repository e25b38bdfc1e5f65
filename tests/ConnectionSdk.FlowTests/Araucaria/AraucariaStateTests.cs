using ConnectionSdk.Simulator.Araucaria;

namespace ConnectionSdk.FlowTests.Araucaria;

public sealed class AraucariaStateTests : AraucariaWorld
{
    [Fact]
    public async Task A_first_connection_is_made_in_the_widget()
    {
        var session = await Client.BeginConnectAsync(new ConnectRequest { User = UserRef.Parse("araucaria:42") });
        Assert.Equal(Clock.GetUtcNow() + TimeSpan.FromMinutes(15), session.ExpiresAt);
        var reply = await UseWidgetAsync(session.Action);

        var connection = await Client.CompleteConnectAsync(ConnectSession.FromJson(session.ToJson()), reply);

        Assert.Equal((ConnectionState.Active, session.ConnectionId), (connection.Status.State, connection.Ref.ConnectionId));
        Assert.Equal((1, "cl_banco_estado"), (Araucaria.ConnectionsCreated, connection.InstitutionId));
    }

    [Fact]
    public async Task A_first_connection_that_the_user_cancels_is_not_made()
    {
        var session = await Client.BeginConnectAsync(new ConnectRequest { User = UserRef.Parse("araucaria:42") });
        var reply = await UseWidgetAsync(session.Action, AraucariaVisit.Cancels);

        var failure = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => Client.CompleteConnectAsync(session, reply));

        Assert.Equal(StatusReason.UserAbandoned, failure.Reason);
        Assert.Equal(1, Araucaria.ConnectionsDeleted);
    }

    [Fact]
    public async Task A_connection_nobody_has_finished_is_pending_and_can_be_finished_with_a_new_token()
    {
        var connection = Araucaria.AddNewConnection();
        var read = await Client.GetAsync(RefOf(connection));
        var session = await Flow.StartAsync(RefOf(connection));

        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));

        Assert.Equal((ConnectionState.Pending, StatusReason.AwaitingUser), (read.Status.State, read.Status.Reason));
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Fact]
    public async Task A_first_login_that_was_refused_is_not_a_broken_connection()
    {
        var connection = Araucaria.AddNewConnection();
        connection.SubmitCredentials("wrong");
        Clock.Advance(TimeSpan.FromMinutes(1));

        var read = await Client.GetAsync(RefOf(connection));

        Assert.Equal((ConnectionState.ReconnectRequired, false), (read.Status.State, read.Status.DataUsable));
        Assert.Equal(AdvisoryKind.NeverSynchronised, Assert.Single(read.Status.Advisories).Kind);
        Assert.True((await Client.PlanRemovalAsync(RefOf(connection))).Allowed);
    }

    [Fact]
    public async Task A_first_connection_that_the_widget_deletes_cannot_be_repaired()
    {
        var connection = Araucaria.AddNewConnection();
        connection.SubmitCredentials("wrong");
        Clock.Advance(TimeSpan.FromMinutes(1));
        var session = await Flow.StartAsync(RefOf(connection));

        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action, AraucariaVisit.Cancels));

        Assert.Equal((ReconnectOutcome.NotRepairable, RequiredActionKind.StartOver), (session.Outcome, session.Action.Kind));
        Assert.Equal(ConnectionState.Deleted, (await Client.GetAsync(RefOf(connection))).Status.State);
    }

    [Fact]
    public async Task A_later_synchronisation_keeps_what_was_fetched_usable()
    {
        var connection = Araucaria.AddConnection();
        connection.StartSync();

        var read = await Client.GetAsync(RefOf(connection));
        var session = await WatchAsync(await Flow.StartAsync(RefOf(connection)));

        Assert.Equal((ConnectionState.Connecting, true), (read.Status.State, read.Status.DataUsable));
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(0, Araucaria.WidgetTokensMinted);
    }

    [Fact]
    public async Task An_error_is_waited_for_and_repaired_in_the_widget_when_it_lasts()
    {
        Araucaria.WorkerRetriesAfter = null;
        var connection = Araucaria.AddConnection();
        connection.MeetError();
        var early = await Flow.StartAsync(RefOf(connection));
        Assert.Equal((ReconnectOutcome.WaitingForProvider, 0), (early.Outcome, Araucaria.WidgetTokensMinted));

        Clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await Client.GetAsync(RefOf(connection))).Status.ReconnectAllowed);
        var session = await Flow.StartAsync(RefOf(connection));
        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Fact]
    public async Task A_disconnected_connection_stays_so()
    {
        var connection = Araucaria.AddConnection();
        connection.Disconnect();

        var session = await Flow.StartAsync(RefOf(connection));
        var plan = await Client.PlanRemovalAsync(RefOf(connection));

        Assert.Equal((ReconnectOutcome.NotRepairable, RequiredActionKind.StartOver), (session.Outcome, session.Action.Kind));
        Assert.False(plan.Allowed);
        Assert.Contains("stays so", Assert.Single(plan.Alternatives), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_status_can_be_repaired_and_nothing_else()
    {
        var connection = Araucaria.AddConnection();
        connection.FailAuthentication();
        connection.ShowStatus("ASLEEP");
        Assert.Equal(ConnectionState.Unknown, (await Client.GetAsync(RefOf(connection))).Status.State);
        await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(RefOf(connection)));

        var session = await Flow.StartAsync(RefOf(connection));
        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Theory]
    [InlineData(true, false, false, false)]
    [InlineData(false, true, false, false)]
    [InlineData(false, false, true, false)]
    [InlineData(false, false, false, true)]
    [InlineData(true, true, true, false)]
    public async Task Every_edition_of_the_answers_is_repaired_alike(bool active, bool id, bool lastSyncAt, bool omitsLastSync)
    {
        var divergences = Araucaria.Divergences;
        (divergences.SaysActive, divergences.NamesConnectionIdId, divergences.SaysLastSyncAt, divergences.OmitsLastSync) = (active, id, lastSyncAt, omitsLastSync);
        (divergences.WrapsAccounts, divergences.AccountsPerPage, divergences.AnswersOk) = (active, 1, id);
        var connection = Araucaria.AddConnection();
        connection.FailAuthentication();
        var session = await Flow.StartAsync(RefOf(connection));

        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));

        Assert.Equal((ReconnectOutcome.Reconnected, 2), (session.Outcome, session.Continuity!.Entries.Count));
        Assert.True(session.Continuity.AllSame);
    }
}
