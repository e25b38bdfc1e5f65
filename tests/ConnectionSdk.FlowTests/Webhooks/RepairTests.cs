using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.FlowTests.Webhooks;

/// <summary>Webhooks and repairs at the same time; judged by what the providers were sent.</summary>
public sealed class RepairTests : WebhookWorld
{
    [Fact]
    public async Task A_revocation_stops_every_data_call_at_once_until_the_user_has_repaired_the_connection()
    {
        var connection = Aerosync.AddConnection(Aerosync.AddUser());
        var reference = new ConnectionRef(new ProviderId("aerosync"), connection.Id, connection.UserUuid);
        var webhooks = Subscribe("aerosync");
        await RunAsync(Client.GetAccountsAsync(reference));
        connection.RevokeByUser();
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Revoked", Told.Words);
        Aerosync.Calls.Clear();

        for (var attempt = 0; attempt < 100; attempt++)
        {
            await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(reference));
            await Assert.ThrowsAsync<AccessRevokedException>(() => Client.RefreshAsync(reference, new RefreshOptions { UserPresent = true }));
        }

        // Whatever a webhook says, it does not lift the latch.
        webhooks.Send("job.balance", $$$"""{"event":"job.balance","timestamp":1772438401,"data":{"connection_id":"{{{connection.Id}}}","status":"completed"}}""");
        await webhooks.WaitUntilIdleAsync();
        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(reference));
        Assert.Equal(0, Aerosync.Calls.Count());

        var session = await RunAsync(Flow.StartAsync(reference));
        var launch = Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!;
        var link = new Uri(launch.Source + "?" + string.Join('&', launch.Parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}")));
        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(reference));
        var messages = await Aerosync.User.UseWidgetAsync(link, AerosyncVisit.Completes);
        var repaired = await RunAsync(Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(messages[^1])));
        Assert.Equal(ReconnectOutcome.Reconnected, repaired.Outcome);
        Assert.Single(await RunAsync(Client.GetAccountsAsync(reference)));

        // Nor does the old revocation, overheard and sent again, set it anew.
        webhooks.Replay(webhooks.Deliveries[0]);
        await webhooks.WaitUntilIdleAsync();
        Assert.Single(await RunAsync(Client.GetAccountsAsync(reference)));
    }

    [Fact]
    public async Task A_job_that_a_webhook_tells_of_is_gone_on_with_in_the_widget()
    {
        var connection = Aerosync.AddConnection(Aerosync.AddUser());
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        var reference = new ConnectionRef(new ProviderId("aerosync"), connection.Id, connection.UserUuid);
        var webhooks = Subscribe("aerosync");
        await RunAsync(Client.RefreshAsync(reference, new RefreshOptions { UserPresent = true }));
        await webhooks.WaitUntilIdleAsync();

        var asks = Assert.IsType<ConnectionEvent.StatusChanged>(Told.Events[^1]);
        Assert.Equal((ConnectionState.ActionRequired, RequiredActionKind.OpenWidget), (asks.Status.State, asks.Status.Action.Kind));
        var session = await RunAsync(Flow.StartAsync(reference, new ReconnectOptions { ResumeToken = asks.ResumeToken }));

        var launch = Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!;
        Assert.Equal((connection.Id, "true"), (launch.Parameters["connectionId"], launch.Parameters["handleMFA"]));
        Assert.DoesNotContain(launch.Parameters["jobId"], asks.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revocation_learned_from_a_read_stops_data_calls_too()
    {
        var connection = Aerosync.AddConnection(Aerosync.AddUser());
        var reference = new ConnectionRef(new ProviderId("aerosync"), connection.Id, connection.UserUuid);
        var webhooks = Subscribe("aerosync", "job.balance");
        connection.RevokeByUser();
        webhooks.Send("job.balance", $$$"""{"event":"job.balance","timestamp":1772438400,"data":{"connection_id":"{{{connection.Id}}}","status":"completed"}}""");
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Refresh:True Revoked Data", Told.Words);
        Aerosync.Calls.Clear();

        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(reference));
        Assert.Equal(0, Aerosync.Calls.Count());
    }

    [Fact]
    public async Task A_revocation_that_comes_after_later_news_is_read_first()
    {
        var connection = Aerosync.AddConnection(Aerosync.AddUser());
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        var reference = new ConnectionRef(new ProviderId("aerosync"), connection.Id, connection.UserUuid);
        var webhooks = Subscribe("aerosync");
        webhooks.Hold();
        connection.RevokeByUser();
        connection.ShowStatus("CONNECTED");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await RunAsync(Client.RefreshAsync(reference, new RefreshOptions { UserPresent = true }));
        webhooks.Release(1, 2, 0);
        await webhooks.WaitUntilIdleAsync();

        Assert.Equal("Unknown ActionRequired Active!", Told.Words);
        Assert.Single(await RunAsync(Client.GetAccountsAsync(reference)));
    }

    [Fact]
    public async Task Webhooks_of_a_repair_under_way_disturb_nothing_and_tell_its_end()
    {
        var connection = Araucaria.AddConnection();
        var reference = new ConnectionRef(new ProviderId("araucaria"), connection.Id);
        var webhooks = Subscribe("araucaria");
        connection.FailAuthentication();
        await webhooks.WaitUntilIdleAsync();
        var session = await RunAsync(Flow.StartAsync(reference));

        var launch = Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!;
        var visit = Araucaria.User.UseWidgetAsync(launch.Parameters);
        var message = await RunAsync(visit);
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal(ConnectionState.Active, Told.State);
        Assert.False((await Flow.GetAsync(session.Id)).IsFinished);

        var repaired = await RunAsync(WatchAsync(await RunAsync(Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(message)))));
        Assert.Equal(ReconnectOutcome.Reconnected, repaired.Outcome);
        Assert.Equal((1, 1), (connection.CredentialsReceived, connection.Repairs));
        Assert.Equal(1, Araucaria.Calls.Count("POST", "/v1/connections/*/widget-token"));
    }

    [Fact]
    public async Task An_approval_is_told_by_webhook_while_the_repair_still_waits_for_its_next_look()
    {
        var connection = Powens.AddConnection(Powens.AddUser(), now => now.NeedsApproval());
        var reference = new ConnectionRef(new ProviderId("powens"), $"{connection.Id}", $"{connection.User.Id}");
        var webhooks = Subscribe("powens", "CONNECTION_SYNCED");
        var session = await RunAsync(Flow.StartAsync(reference));
        Assert.IsType<RequiredAction.ApproveElsewhere>(session.Action);
        var resumes = connection.Resumes;
        Assert.Equal(BankResult.Accepted, Powens.User.ApproveInBankApp(connection.Id));
        await AdvanceAsync(Powens.ValidationTakes, webhooks);

        Assert.Equal(ConnectionState.Active, Told.State);
        Assert.False((await Flow.GetAsync(session.Id)).IsFinished);
        var repaired = await RunAsync(WatchAsync(session));
        Assert.Equal(ReconnectOutcome.Reconnected, repaired.Outcome);
        Assert.Equal((resumes, 1, 0), (connection.Resumes, connection.Repairs, connection.FieldSubmissions));
    }

    private async Task<ReconnectSession> WatchAsync(ReconnectSession session)
    {
        await foreach (var seen in Flow.WatchAsync(session.Id))
        {
            session = seen;
        }

        return session;
    }
}
