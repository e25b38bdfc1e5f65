using ConnectionSdk.Araucaria;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;

namespace ConnectionSdk.FlowTests.Araucaria;

public sealed class AraucariaRefreshTests : AraucariaWorld
{
    [Fact]
    public async Task A_refresh_waits_for_its_end()
    {
        var connection = Old();

        var read = await RunAsync(Client.RefreshAsync(RefOf(connection)));

        Assert.Equal((ConnectionState.Active, connection.LastSyncedAt), (read.Status.State, read.LastSyncedAt));
        Assert.Equal(1, Araucaria.Bank.Count(BankSubmissionKind.Password));
        Assert.InRange(Clock.GetUtcNow() - connection.LastSyncedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Within_the_hour_the_bank_is_not_visited_again()
    {
        var connection = Araucaria.AddConnection();

        var read = await Client.RefreshAsync(RefOf(connection), new RefreshOptions { UserPresent = true });

        Assert.Equal(ConnectionState.Active, read.Status.State);
        Assert.Empty(Araucaria.Bank.Submissions);
        Assert.Equal((1, 0), (Araucaria.Calls.Count("POST"), Araucaria.Calls.Count("GET", "/v1/refresh-intents/*")));
    }

    [Fact]
    public async Task A_refresh_that_cannot_log_in_shows_the_state_it_led_to()
    {
        var connection = Old();
        connection.ChangePasswordAtBank();

        var read = await RunAsync(Client.RefreshAsync(RefOf(connection)));

        Assert.Equal((ConnectionState.ReconnectRequired, StatusReason.CredentialsInvalid), (read.Status.State, read.Status.Reason));
        Assert.Equal(1, Araucaria.Bank.Count(BankSubmissionKind.Password));
    }

    [Fact]
    public async Task A_refresh_without_an_end_returns_the_connection_as_it_stands()
    {
        Araucaria.VerificationTakes = TimeSpan.FromHours(1);
        var connection = Old();
        var asked = Clock.GetUtcNow();

        var read = await RunAsync(Client.RefreshAsync(RefOf(connection)));

        Assert.Equal(ConnectionState.Connecting, read.Status.State);
        Assert.InRange(Clock.GetUtcNow() - asked, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.InRange(Araucaria.Calls.Count("GET", "/v1/refresh-intents/*"), 38, 46);
    }

    [Fact]
    public async Task A_refresh_need_not_be_waited_for()
    {
        Open(static options => options.RefreshTimeout = TimeSpan.Zero);
        var connection = Old();

        var read = await Client.RefreshAsync(RefOf(connection));

        Assert.Equal((ConnectionState.Connecting, true), (read.Status.State, read.Status.DataUsable));
    }

    [Fact]
    public async Task A_lost_answer_is_not_asked_for_again()
    {
        var connection = Old();
        Araucaria.Faults.Add(Fault.Drop().AfterProcessing(), method: "POST");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(RefOf(connection)));

        Assert.Equal((ProviderErrorKind.OutcomeUnknown, 1), (failure.Kind, Araucaria.Calls.Count("POST")));
    }

    [Fact]
    public async Task Ten_connections_are_refreshed_at_once()
    {
        var connections = Enumerable.Range(0, 10).Select(_ => Araucaria.AddConnection()).ToList();
        Clock.Advance(TimeSpan.FromHours(2));

        var read = await RunAsync(Provider.RefreshAsync([.. connections.Select(RefOf)]));

        Assert.All(read, connection => Assert.Equal(ConnectionState.Active, connection.Status.State));
        Assert.Equal((1, 10), (Araucaria.Calls.Count("POST"), Araucaria.Bank.Count(BankSubmissionKind.Password)));
    }

    [Fact]
    public async Task A_synchronisation_that_failed_is_told_although_another_has_no_end()
    {
        var (failed, endless) = (Araucaria.AddConnection(), Araucaria.AddConnection());
        Araucaria.Faults.Add(Intent("queued", "queued"), method: "POST");
        Araucaria.Faults.Add(Intent("failed", "syncing"), times: 3, method: "GET", path: "/v1/refresh-intents/*");
        Araucaria.Faults.Add(Fault.Respond(200, "application/json", "{}"), times: 99, method: "GET", path: "/v1/refresh-intents/*");

        var read = await RunAsync(Provider.RefreshAsync([RefOf(failed), RefOf(endless)]));

        Assert.All(read, connection => Assert.Equal(ConnectionState.Active, connection.Status.State));
        Assert.Equal("auth_failure, -", string.Join(", ", read.Select(connection => connection.Status.Provider.DeveloperMessage ?? "-")));
        Assert.InRange(Araucaria.Calls.Count("GET", "/v1/refresh-intents/*"), 38, 46);

        Fault Intent(string first, string second) => Fault.Respond(
            200,
            "application/json",
            $$"""{"id":"01JZ","status":"pending","connections":[{"connectionId":"{{failed.Id}}","status":"{{first}}","error":{{(first == "failed" ? "\"auth_failure\"" : "null")}}},{"connectionId":"{{endless.Id}}","status":"{{second}}"}]}""");
    }

    [Fact]
    public async Task A_bank_that_is_down_is_reported_after_one_call()
    {
        var connection = Araucaria.AddConnection();
        Araucaria.Faults.Add(AraucariaSimulator.Error(503, "BANK_UNAVAILABLE"), times: 9, method: "GET");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(RefOf(connection)));

        Assert.Equal((ProviderErrorKind.Unavailable, true, 1), (failure.Kind, failure.IsTransient, Araucaria.Calls.Count("GET")));
    }

    [Fact]
    public async Task Data_can_be_kept_and_the_connection_disconnected_where_a_route_is_known()
    {
        Open(static options => options.DisconnectRoute = "POST v1/connections/{id}/disconnect");
        Araucaria.CanDisconnect = true;
        var connection = Araucaria.AddConnection();
        var plan = await Client.PlanRemovalAsync(RefOf(connection));
        Assert.False(plan.Allowed);
        Assert.Contains(plan.Alternatives, alternative => alternative.Contains(nameof(AraucariaProvider.DisconnectAsync), StringComparison.Ordinal));

        var read = await Provider.DisconnectAsync(RefOf(connection));

        Assert.Equal((ConnectionState.Disconnected, false), (read.Status.State, connection.IsGone));
    }

    [Fact]
    public async Task A_plan_that_time_has_overtaken_is_refused_by_Araucaria_with_the_alternatives()
    {
        var connection = Araucaria.AddNewConnection();
        var plan = await Client.PlanRemovalAsync(RefOf(connection));
        connection.SubmitCredentials();
        Clock.Advance(TimeSpan.FromMinutes(1));

        var refused = await Assert.ThrowsAsync<RemovalRefusedException>(() => Client.RemoveAsync(plan));

        Assert.True(plan.Allowed);
        Assert.NotEmpty(refused.Plan.Alternatives);
        Assert.False(connection.IsGone);
    }

    private AraucariaConnection Old()
    {
        var connection = Araucaria.AddConnection();
        Clock.Advance(TimeSpan.FromHours(2));
        return connection;
    }
}
