using System.Text.Json.Nodes;
using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.ProviderPages;

public sealed class AerosyncPageTests : ProviderPageTest
{
    private readonly AerosyncConnection _connection;

    private AerosyncSimulator Aerosync { get; }

    public AerosyncPageTests(BrowserFixture fixture)
        : base(fixture)
    {
        Aerosync = new AerosyncSimulator(Clock);
        _connection = Aerosync.AddConnection(Aerosync.AddUser());
        _connection.ExpireConsent();
    }

    private protected override SimulatedProvider Provider => Aerosync;

    private BankLogin Login => _connection.Customer.Login;

    [SkippableFact]
    public async Task The_right_login_code_and_account_end_in_a_success_with_the_same_connection()
    {
        _connection.Customer.NeedsCode = true;
        await OpenAsync();

        await SeesAsync("Log in to Aerosync Bank (MFA Trigger)");
        await IsAccessibleAsync();
        await ShootEverywhereAsync("credentials");
        await FillAsync("Login", Login.Name);
        await FillAsync("Password", Login.Password);
        await PressAsync("Log in");
        await SeesAsync("Enter your code");
        await IsAccessibleAsync();
        await ShootEverywhereAsync("code");
        await FillAsync("Code", _connection.Customer.Code);
        await PressAsync("Send");
        await SeesAsync("Choose your account");
        await IsAccessibleAsync();
        await ShootEverywhereAsync("account");
        await Widget.GetByRole(AriaRole.Button).First.ClickAsync();
        await SeesAsync("Your bank is connected");
        await IsAccessibleAsync();
        await ShootAsync("done");

        var last = await LastHeardAsync();
        Assert.Equal("pageSuccess", (string?)last["type"]);
        Assert.Equal(_connection.Id, (string?)last["payload"]!["connectionId"]);
        Assert.Equal("CONNECTED", _connection.Status);
        Assert.Equal((1, 1), (Aerosync.Bank.Count(BankSubmissionKind.Password), Aerosync.Bank.Count(BankSubmissionKind.Code)));
    }

    [SkippableFact]
    public async Task A_wrong_code_is_told_beside_the_field_and_can_be_corrected_with_the_keyboard_alone()
    {
        _connection.Customer.NeedsCode = true;
        await OpenAsync();

        await Widget.GetByLabel("Login").FocusAsync();
        await Page.Keyboard.TypeAsync(Login.Name);
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.TypeAsync(Login.Password);
        await Page.Keyboard.PressAsync("Enter");
        await SeesAsync("Enter your code");
        await FillAsync("Code", "000000");
        await Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(Widget.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The code is not right.");
        await Assertions.Expect(Widget.GetByLabel("Code", new LocatorGetByLabelOptions { Exact = true })).ToHaveAccessibleDescriptionAsync("The code is not right.");
        await IsAccessibleAsync();
        await ShootEverywhereAsync("wrong-code");
        Assert.Equal("widgetError", (string?)(await LastHeardAsync())["type"]);

        await FillAsync("Code", _connection.Customer.Code);
        await Page.Keyboard.PressAsync("Enter");
        await SeesAsync("Choose your account");
        Assert.Equal("000000 123456", string.Join(' ', Aerosync.Bank.Submissions.Where(one => one.Kind == BankSubmissionKind.Code).Select(one => one.Value)));
        Assert.False(Login.IsLocked);
    }

    [SkippableFact]
    public async Task Another_account_is_refused_in_the_widget_and_closing_says_so()
    {
        await OpenAsync();
        await FillAsync("Login", Login.Name);
        await FillAsync("Password", Login.Password);
        await PressAsync("Log in");
        await SeesAsync("Choose your account");
        await Widget.GetByRole(AriaRole.Button).Nth(1).ClickAsync();
        await Assertions.Expect(Widget.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose the account you linked before.");
        await ShootAsync("another-account");
        await PressAsync("Close");
        await SeesAsync("You have closed the widget");
        await ShootAsync("closed");

        Assert.Equal("widgetClose", (string?)(await LastHeardAsync())["type"]);
        Assert.Equal((1, 0), (_connection.WrongAccountsChosen, _connection.Reconnections));
    }

    [SkippableFact]
    public async Task A_token_that_has_run_out_opens_nothing_and_says_so()
    {
        var query = await QueryAsync();
        Clock.Advance(Aerosync.WidgetTokenLasts);

        await OpenAsync(query);

        await SeesAsync("This page cannot be shown");
        await IsAccessibleAsync();
        await ShootAsync("refused");
        Assert.Equal("widgetError", (string?)(await LastHeardAsync())["type"]);
        Assert.Empty(Aerosync.Bank.Submissions);
    }

    [SkippableFact]
    public async Task A_first_link_asks_for_the_bank()
    {
        await OpenAsync(await QueryAsync(reconnects: false));

        await SeesAsync("Choose your bank");
        await IsAccessibleAsync();
        await ShootAsync("bank");
    }

    // What initAeroSyncWidget({...}).launch() does: an iframe whose query carries the configuration. Aerosync: Widget parameters.
    private async Task OpenAsync(string? query = null)
    {
        query ??= await QueryAsync();
        await Page.GotoAsync(Host.Show("aerosync", $"""{Listens}<iframe title="Reconnect your bank" src="{Aerosync.WidgetAddress}?{query}" style="border:0;width:100%;height:640px"></iframe>"""));
    }

    private async Task<string> QueryAsync(bool reconnects = true)
    {
        var more = reconnects ? $$""","connectionId":"{{_connection.Id}}","reconnectAttempt":true""" : "";
        var body = await Backend.SendAsync(
            HttpMethod.Post,
            new Uri(Aerosync.BaseAddress, "v2/token_widget"),
            $$"""{"apiKey":"{{Aerosync.ApiKey}}","apiSecret":"{{Aerosync.ApiSecret}}","aeroPassUserUuid":"{{_connection.UserUuid}}"{{more}}}""",
            ("x-api-key", Aerosync.ApiKey));
        return $"token={body["token"]}&aeroPassUserUuid={_connection.UserUuid}&version=2.0.0";
    }

    private async Task<JsonNode> LastHeardAsync() => JsonNode.Parse((string)(await HeardAsync())[^1]!)!;
}
