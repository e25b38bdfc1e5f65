using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.Simulator.Araucaria;

namespace ConnectionSdk.FlowTests.Webhooks;

/// <summary>What happens at a provider arrives in the application, whatever the provider calls it.</summary>
public sealed class DeliveryTests : WebhookWorld
{
    [Fact]
    public async Task Powens_tells_of_a_break_a_repair_and_a_deletion()
    {
        var user = Powens.AddUser();
        var connection = Powens.AddConnection(user);
        var webhooks = Subscribe("powens", "CONNECTION_SYNCED", "CONNECTION_DELETED");

        connection.Break(now => now.BankDown(Clock.GetUtcNow().AddHours(1)));
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Degraded!", Told.Words);

        await AdvanceAsync(TimeSpan.FromHours(1), webhooks);
        Assert.Equal("Degraded! Active! Data", Told.Words);

        connection.Break(now => now.WrongPassword());
        await webhooks.WaitUntilIdleAsync();
        connection.Break(now => now.Gone());
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Degraded! Active! Data ReconnectRequired! Deleted", Told.Words);
        Assert.All(webhooks.Deliveries, delivery => Assert.Equal((true, 200), (delivery.IsTaken, Assert.Single(delivery.Attempts).Status)));
        Assert.Equal(connection.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), Told.Events[0].Connection!.ConnectionId);
    }

    [Fact]
    public async Task Araucaria_tells_of_a_break_a_repair_and_a_disconnection()
    {
        var connection = Araucaria.AddConnection();
        var webhooks = Subscribe("araucaria");

        connection.FailAuthentication();
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("ReconnectRequired!", Told.Words);

        connection.SubmitCredentials();
        await AdvanceAsync(TimeSpan.FromSeconds(2), webhooks);
        await AdvanceAsync(TimeSpan.FromSeconds(4), webhooks);
        Assert.Equal("ReconnectRequired! Connecting! Connecting! Active! Data Data", Told.Words);

        await AdvanceAsync(TimeSpan.FromMinutes(1), webhooks);
        connection.Disconnect();
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal(ConnectionState.Disconnected, Told.State);
        Assert.All(webhooks.Deliveries, delivery => Assert.True(delivery.IsTaken));
    }

    [Fact]
    public async Task A_first_link_at_Araucaria_never_reads_as_a_broken_connection()
    {
        var connection = Araucaria.AddNewConnection();
        connection.NeedsCode = true;
        var webhooks = Subscribe("araucaria", "connection.failed_auth", "connection.mfa_required");

        connection.SubmitCredentials("wrong");
        await AdvanceAsync(TimeSpan.FromMinutes(1), webhooks);
        connection.SubmitCredentials();
        await AdvanceAsync(TimeSpan.FromMinutes(1), webhooks);

        Assert.Equal("ReconnectRequired! ActionRequired!", Told.Words);
        Assert.All(
            Told.Events.OfType<ConnectionEvent.StatusChanged>(),
            told => Assert.Equal(AdvisoryKind.NeverSynchronised, Assert.Single(told.Status.Advisories).Kind));
    }

    [Fact]
    public async Task Aerosync_tells_of_jobs_and_of_a_revocation()
    {
        var connection = Aerosync.AddConnection(Aerosync.AddUser());
        var reference = new ConnectionRef(new ProviderId("aerosync"), connection.Id, connection.UserUuid);
        var webhooks = Subscribe("aerosync");
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        await RunAsync(Client.RefreshAsync(reference, new RefreshOptions { UserPresent = true }));
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Unknown ActionRequired", Told.Words);

        await AdvanceAsync(Aerosync.Bank.CodeLifetime, webhooks);
        Assert.Equal("Unknown ActionRequired Refresh:False Active!", Told.Words);

        connection.RevokeByUser();
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Unknown ActionRequired Refresh:False Active! Revoked", Told.Words);
        Assert.All(Told.Events, told => Assert.Equal(connection.Id, told.Connection!.ConnectionId));
    }

    [Fact]
    public async Task Aerosyncs_jobs_may_name_nobody()
    {
        Aerosync.Divergences.JobEventsNameNobody = true;
        var connection = Aerosync.AddConnection(Aerosync.AddUser());
        var webhooks = Subscribe("aerosync");
        await RunAsync(Client.RefreshAsync(new ConnectionRef(new ProviderId("aerosync"), connection.Id, connection.UserUuid), new RefreshOptions { UserPresent = true }));
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Unknown Refresh:True Data", Told.Words);
    }

    [Fact]
    public async Task Flinks_delivers_the_data_itself_and_a_failure_only_when_it_is_made_to()
    {
        var connection = Flinks.AddConnection();
        var webhooks = Subscribe("flinks");
        connection.Break(now => now.LastRefreshFailed("RETRY_LATER"));
        await webhooks.WaitUntilIdleAsync();
        Assert.Empty(webhooks.Deliveries);

        Flinks.Divergences.TellsFailures = true;
        connection.Break(now => now.LastRefreshFailed("QUESTION_NOT_FOUND"));
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("ReconnectRequired!", Told.Words);

        await RunAsync(Flow.StartAsync(new ConnectionRef(new ProviderId("flinks"), connection.LoginId)));
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("ReconnectRequired! Data Data", Told.Words);
        Assert.Equal("GetAccountsDetail KYC GetAccountsDetail", string.Join(' ', webhooks.Deliveries.Select(delivery => delivery.Event)));
        Assert.Equal("flinks-authenticity-key", Assert.Single(webhooks.Deliveries[0].Attempts[0].Headers).Key);
    }

    [Theory]
    [InlineData("aerosync", 3, 90)]
    [InlineData("araucaria", 6, 95_760)]
    [InlineData("flinks", 10, 16_200)]
    [InlineData("powens", 96, 85_500)]
    public async Task Each_provider_repeats_on_its_own_schedule_and_then_gives_up(string provider, int attempts, int seconds)
    {
        var (_, webhooks, breaks) = Breakable(provider);
        Told.FailNext(int.MaxValue);
        breaks();
        await webhooks.WaitUntilIdleAsync();
        foreach (var wait in webhooks.Repeats)
        {
            await AdvanceAsync(wait, webhooks);
        }

        var delivery = webhooks.Deliveries[0];
        Assert.Equal((attempts, true, false), (delivery.Attempts.Count, delivery.IsGivenUp, delivery.IsTaken));
        Assert.All(delivery.Attempts, attempt => Assert.Equal(503, attempt.Status));
        Assert.Equal(seconds, (delivery.Attempts[^1].At - delivery.Attempts[0].At).TotalSeconds);
    }

    [Fact]
    public async Task Aerosync_pauses_a_subscription_after_five_failures_until_it_is_resumed()
    {
        var connection = Aerosync.AddConnection(Aerosync.AddUser());
        var webhooks = Subscribe("aerosync", "bank.revocation");
        webhooks.Repeats = [];
        Told.FailNext(int.MaxValue);
        for (var failure = 0; failure < 7; failure++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            connection.ShowStatus("CONNECTED");
            connection.RevokeByUser();
            await webhooks.WaitUntilIdleAsync();
        }

        Assert.Equal(5, webhooks.Deliveries.Count);
        Assert.True(webhooks.Subscriptions[0].IsPaused);
        Told.FailNext(0);
        webhooks.Subscriptions[0].Resume();
        Clock.Advance(TimeSpan.FromMinutes(1));
        connection.ShowStatus("CONNECTED");
        connection.RevokeByUser();
        await webhooks.WaitUntilIdleAsync();
        Assert.True(webhooks.Deliveries[5].IsTaken);
    }

    [Fact]
    public async Task On_the_systems_clock_everything_goes_by_itself()
    {
        await using var araucaria = new AraucariaSimulator(TimeProvider.System) { QueueTakes = TimeSpan.FromMilliseconds(20), VerificationTakes = TimeSpan.FromMilliseconds(20) };
        await araucaria.StartAsync();
        var connection = araucaria.AddConnection();
        araucaria.Webhooks.Subscribe(AddressOf("araucaria"), Secret, "connection.failed_auth", "connection.connected");
        araucaria.Webhooks.Repeats = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(20), 100)];
        araucaria.Webhooks.Spoil(WebhookFault.Lost());
        connection.FailAuthentication();
        connection.SubmitCredentials();
        for (var results = 2; araucaria.Webhooks.Deliveries.Count(delivery => delivery.IsTaken) < 2; results++)
        {
            await Told.WaitForResultsAsync(results);
            await araucaria.Webhooks.WaitUntilIdleAsync();
        }

        Assert.Equal(2, araucaria.Webhooks.Deliveries.Count);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(19)]
    public async Task What_falls_due_while_the_simulator_looks_is_told_all_the_same(int milliseconds)
    {
        await using var araucaria = new AraucariaSimulator(new HurriedClock(TimeSpan.FromMilliseconds(milliseconds)))
        {
            QueueTakes = TimeSpan.FromMilliseconds(20),
            VerificationTakes = TimeSpan.FromMilliseconds(20),
        };
        await araucaria.StartAsync();
        var connection = araucaria.AddConnection();
        araucaria.Webhooks.Subscribe(AddressOf("araucaria"), Secret, "connection.failed_auth", "connection.connected");
        connection.FailAuthentication();
        connection.SubmitCredentials();
        await Told.WaitForResultsAsync(2);
        Assert.Equal("connection.failed_auth connection.connected", string.Join(' ', araucaria.Webhooks.Deliveries.Select(delivery => delivery.Event)));
    }

    [Fact]
    public async Task Araucaria_repeats_on_its_schedule_until_a_delivery_is_taken()
    {
        var connection = Araucaria.AddConnection();
        var webhooks = Subscribe("araucaria", "connection.failed_auth");
        Told.FailNext(3);
        connection.FailAuthentication();
        await webhooks.WaitUntilIdleAsync();
        foreach (var minutes in new[] { 1, 5, 30 })
        {
            Assert.Empty(Told.Events);
            await AdvanceAsync(TimeSpan.FromMinutes(minutes), webhooks);
        }

        var delivery = Assert.Single(webhooks.Deliveries);
        Assert.Equal([503, 503, 503, 200], delivery.Attempts.Select(attempt => attempt.Status));
        Assert.Equal("ReconnectRequired!", Told.Words);
        await AdvanceAsync(TimeSpan.FromDays(2), webhooks);
        Assert.Equal(4, delivery.Attempts.Count);
    }

    /// <summary>Goes on whenever it is looked at, as the system's clock does on a busy machine.</summary>
    private sealed class HurriedClock(TimeSpan step) : TimeProvider
    {
        private long _ticks = System.GetUtcNow().UtcTicks;

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Add(ref _ticks, step.Ticks), TimeSpan.Zero);
    }
}
