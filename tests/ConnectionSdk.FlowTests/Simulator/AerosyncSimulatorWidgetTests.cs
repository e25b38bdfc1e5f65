using System.Net;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class AerosyncSimulatorWidgetTests : AerosyncSimulatorFixture
{
    [Fact]
    public async Task The_right_account_reconnects_under_the_same_connection_id()
    {
        await LogInAsync();
        var connection = Aerosync.AddConnection(UserUuid);
        connection.ExpireConsent();

        var messages = await ReconnectAsync(connection);

        Assert.Equal("pageSuccess", TypeOf(messages[^1]));
        Assert.Equal(connection.Id, (string?)messages[^1]["payload"]!["connectionId"]);
        Assert.DoesNotContain(messages, message => TypeOf(message) is "widgetError" or "widgetClose");
        Assert.Equal("CONNECTED", await StatusOfAsync(connection));
        Assert.Equal((1, 1), (connection.Reconnections, Aerosync.Bank.Count(BankSubmissionKind.Password)));
    }

    [Fact]
    public async Task Another_account_is_an_error_to_the_user_and_the_connection_stays_broken()
    {
        await LogInAsync();
        var connection = Aerosync.AddConnection(UserUuid);
        connection.RevokeByUser();

        var messages = await ReconnectAsync(connection, AerosyncVisit.ChoosesAnotherAccount);

        Assert.Contains(" | Code: ", (string?)Assert.Single(messages, message => TypeOf(message) == "widgetError")["payload"], StringComparison.Ordinal);
        Assert.Equal("widgetClose", TypeOf(messages[^1]));
        Assert.Equal("REVOKED_BY_USER", await StatusOfAsync(connection));
        Assert.Equal((0, 1), (connection.Reconnections, connection.WrongAccountsChosen));

        messages = await ReconnectAsync(connection, AerosyncVisit.ChoosesAnotherAccountFirst);
        Assert.Equal("pageSuccess", TypeOf(messages[^1]));
        Assert.Equal("CONNECTED", await StatusOfAsync(connection));
    }

    [Fact]
    public async Task The_bank_locks_after_three_wrong_passwords_and_the_right_one_no_longer_helps()
    {
        var connection = Aerosync.AddConnection(UserUuid);
        connection.ExpireConsent();

        var messages = await ReconnectAsync(connection, AerosyncVisit.MistypesUntilLocked);

        Assert.Equal("widgetClose", TypeOf(messages[^1]));
        Assert.Equal(3, Aerosync.Bank.Count(BankSubmissionKind.Password));
        Assert.True(Aerosync.Bank.IsLocked(connection.Customer.Login.Name));
        Assert.Equal("FAILURE", connection.Status);
    }

    [Theory]
    [InlineData(AerosyncVisit.LetsItTimeOut, "AR-100")]
    [InlineData(AerosyncVisit.MeetsAFailure, "AR-500")]
    public async Task An_error_is_a_plain_string_with_a_code(AerosyncVisit visit, string code)
    {
        var connection = Aerosync.AddConnection(UserUuid);
        connection.ExpireConsent();

        var messages = await ReconnectAsync(connection, visit);

        Assert.Contains($"| Code: {code} |", (string?)Assert.Single(messages, message => TypeOf(message) == "widgetError")["payload"], StringComparison.Ordinal);
        Assert.Equal("FAILURE", connection.Status);
    }

    [Fact]
    public async Task A_first_link_asks_for_the_bank_and_makes_one_connection_for_each_account()
    {
        Aerosync.SuccessShape = AerosyncSuccessShape.Multiple;
        Aerosync.User.Customer = Aerosync.AddCustomer();
        Aerosync.User.Customer.NeedsCode = true;

        var messages = await Aerosync.User.UseWidgetAsync(WidgetLink(await WidgetTokenAsync()), AerosyncVisit.MistypesOnce);

        var payload = JsonNode.Parse(messages[^1])!["payload"]!;
        Assert.Null(payload["connectionId"]);
        Assert.Equal(2, Aerosync.Connections.Count);
        Assert.Equal(
            Aerosync.Connections.Select(connection => connection.Id).ToArray(),
            payload["accounts"]!.AsArray().Select(account => (string)account!["connectionId"]!).ToArray());

        Aerosync.SuccessShape = AerosyncSuccessShape.FirstVersion;
        messages = await Aerosync.User.UseWidgetAsync(WidgetLink(await WidgetTokenAsync()));
        Assert.Equal(Aerosync.Connections[0].Id, (string?)JsonNode.Parse(messages[^1])!["payload"]!["user_password"]);
        Assert.Equal(2, Aerosync.Connections.Count);
    }

    [Fact]
    public async Task A_widget_token_runs_out_on_the_clock_and_the_widget_says_so()
    {
        var link = WidgetLink(await WidgetTokenAsync());
        Clock.Advance(Aerosync.WidgetTokenLasts);

        var messages = await Aerosync.User.UseWidgetAsync(link);

        Assert.Equal("widgetError", TypeOf(JsonNode.Parse(Assert.Single(messages))!));
        Assert.Empty(Aerosync.Bank.Submissions);
    }

    [Fact]
    public async Task The_spelling_of_the_reconnection_page_is_another_route_and_another_name()
    {
        Aerosync.Divergences.WidgetTokenAsOnThePage = true;
        var body = $$"""{"apiKey":"demo-key","apiSecret":"demo-secret","aeroPassUserUUID":"{{UserUuid}}"}""";

        Assert.Equal(HttpStatusCode.OK, (await SendAsync("POST", "token", body)).Status);
        Assert.Equal("AC-100", CodeOf((await SendAsync("POST", "token", body.Replace("UUID", "Uuid", StringComparison.Ordinal))).Body));
        Assert.NotEqual(HttpStatusCode.OK, (await SendAsync("POST", "v2/token_widget", body)).Status);
    }

    [Fact]
    public async Task A_reconnection_may_take_a_while_to_show()
    {
        await LogInAsync();
        Aerosync.ReconnectionTakes = TimeSpan.FromSeconds(5);
        var connection = Aerosync.AddConnection(UserUuid);
        Clock.Advance(Aerosync.ConsentLasts);
        await LogInAsync();

        await ReconnectAsync(connection);

        Assert.Equal("FAILURE", await StatusOfAsync(connection));
        Clock.Advance(Aerosync.ReconnectionTakes);
        Assert.Equal("CONNECTED", await StatusOfAsync(connection));
    }

    [Fact]
    public async Task The_widget_is_a_page_a_browser_can_show()
    {
        using var http = new HttpClient();
        var html = await http.GetStringAsync(WidgetLink(await WidgetTokenAsync()));

        Assert.Contains("Aerosync Bank (MFA Trigger)", html, StringComparison.Ordinal);
        Assert.Contains("<html lang=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
    }
}
