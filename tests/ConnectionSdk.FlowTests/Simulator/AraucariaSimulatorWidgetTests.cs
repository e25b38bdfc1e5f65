using System.Net;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class AraucariaSimulatorWidgetTests : AraucariaSimulatorFixture
{
    [Fact]
    public async Task New_credentials_repair_under_the_same_connection_id()
    {
        var connection = Araucaria.AddConnection();
        connection.FailAuthentication();

        var result = await UseWidgetAsync(connection);

        Assert.Equal(("success", connection.Id), ((string?)result["event"], (string?)result["connectionId"]));
        Assert.Equal("CONNECTED", await StatusOfAsync(connection));
        Assert.Equal((1, 1), (connection.Repairs, connection.CredentialsReceived));
        Assert.Equal(1, Araucaria.Bank.Count(BankSubmissionKind.Password));
    }

    [Fact]
    public async Task A_code_is_asked_for_and_sent_to_the_bank_once()
    {
        var connection = Araucaria.AddNewConnection();
        connection.NeedsCode = true;

        var result = await UseWidgetAsync(connection);

        Assert.Equal("success", (string?)result["event"]);
        Assert.Equal(1, Araucaria.Bank.Count(BankSubmissionKind.Code));
        Assert.Equal(0, connection.Repairs);
    }

    [Fact]
    public async Task The_bank_locks_after_three_wrong_passwords()
    {
        var connection = Araucaria.AddConnection();
        connection.FailAuthentication();

        var result = await UseWidgetAsync(connection, AraucariaVisit.MistypesUntilLocked);

        Assert.Equal("exit", (string?)result["event"]);
        Assert.True(Araucaria.Bank.IsLocked(connection.Login.Name));
        Assert.Equal(3, Araucaria.Bank.Count(BankSubmissionKind.Password));
        Assert.Equal("FAILED_AUTH", await StatusOfAsync(connection));
    }

    [Fact]
    public async Task A_mistake_is_told_and_can_be_put_right()
    {
        var connection = Araucaria.AddConnection();
        connection.FailAuthentication();

        var result = await UseWidgetAsync(connection, AraucariaVisit.MistypesOnce);

        Assert.Equal("success", (string?)result["event"]);
        Assert.Equal([BankResult.Wrong, BankResult.Accepted], Araucaria.Bank.Submissions.Select(submission => submission.Result).ToArray());
    }

    [Fact]
    public async Task Cancel_deletes_what_was_never_synced_and_nothing_else()
    {
        var fresh = Araucaria.AddNewConnection();
        var established = Araucaria.AddConnection();
        established.FailAuthentication();

        Assert.Null((await UseWidgetAsync(fresh, AraucariaVisit.MistypesAndCancels))["error"]);
        await UseWidgetAsync(established, AraucariaVisit.Cancels);

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("GET", "connections/" + fresh.Id)).Status);
        Assert.Equal("FAILED_AUTH", await StatusOfAsync(established));
        Assert.Equal(1, Araucaria.ConnectionsDeleted);
    }

    [Fact]
    public async Task A_bank_that_is_down_ends_the_visit_with_an_error()
    {
        var connection = Araucaria.AddConnection();
        connection.FailAuthentication();
        Araucaria.BankIsDown = true;

        var result = await UseWidgetAsync(connection);

        Assert.Equal("BANK_UNAVAILABLE", (string?)result["error"]!["code"]);
        Assert.Equal("ERROR", await StatusOfAsync(connection));
        Assert.Empty(Araucaria.Bank.Submissions);
    }

    [Fact]
    public async Task A_widget_token_runs_out_after_15_minutes_and_is_no_API_key()
    {
        var connection = Araucaria.AddConnection();
        connection.FailAuthentication();
        var token = await WidgetTokenAsync(connection);
        Assert.Equal("INVALID_API_KEY", (string?)(await SendAsync("GET", "connections/" + connection.Id, token: token)).Body!["code"]);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", $"connections/{connection.Id}/status", token: token)).Status);

        Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal("INVALID_WIDGET_TOKEN", (string?)(await SendAsync("GET", $"connections/{connection.Id}/status", token: token)).Body!["code"]);
        Assert.Equal("INVALID_WIDGET_TOKEN", (string?)(await UseWidgetAsync(connection, token: token))["error"]!["code"]);
    }

    [Fact]
    public async Task A_healthy_connection_gets_no_widget_token_and_credentials_are_taken_once()
    {
        var connection = Araucaria.AddConnection();
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync("POST", $"connections/{connection.Id}/widget-token")).Status);

        connection.FailAuthentication();
        var token = await WidgetTokenAsync(connection);
        var credentials = $$"""{"login":"{{connection.Login.Name}}","password":"{{connection.Login.Password}}"}""";
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("POST", $"connections/{connection.Id}/credentials", credentials, token)).Status);
        var (again, error) = await SendAsync("POST", $"connections/{connection.Id}/credentials", credentials, token);

        Assert.Equal(HttpStatusCode.Conflict, again);
        Assert.Equal("INVALID_CONNECTION_STATE", (string?)error!["code"]);
        Assert.Equal(1, connection.CredentialsReceived);
    }

    [Fact]
    public async Task The_accounts_may_be_others_after_a_repair_and_only_then()
    {
        var connection = Araucaria.AddConnection();
        var before = connection.Accounts.Select(account => account.Id).ToArray();
        connection.OnRepair(accounts =>
        {
            accounts.RenewIds();
            accounts.Remove(1);
            accounts.Add(new AraucariaAccount { Name = "Cuenta Corriente" });
        });
        connection.StartSync();
        LetTheWorkerFinish();
        Assert.Equal(before, connection.Accounts.Select(account => account.Id).ToArray());

        connection.FailAuthentication();
        await UseWidgetAsync(connection);

        Assert.Equal(["Cuenta Vista", "Cuenta Corriente"], connection.Accounts.Select(account => account.Name).ToArray());
        Assert.Empty(connection.Accounts.Select(account => account.Id).Intersect(before, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_script_is_served_beside_the_page_it_embeds()
    {
        using var http = new HttpClient();

        var script = await http.GetStringAsync(Araucaria.WidgetScript);

        Assert.Contains("window.Araucaria", script, StringComparison.Ordinal);
        Assert.Contains("/widget?", script, StringComparison.Ordinal);
    }
}
