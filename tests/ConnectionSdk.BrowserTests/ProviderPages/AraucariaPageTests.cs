using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.ProviderPages;

public sealed class AraucariaPageTests : ProviderPageTest
{
    private readonly AraucariaConnection _connection;

    private AraucariaSimulator Araucaria { get; }

    public AraucariaPageTests(BrowserFixture fixture)
        : base(fixture)
    {
        Araucaria = new AraucariaSimulator(Clock);
        _connection = Araucaria.AddConnection();
        _connection.ChangePasswordAtBank();
        _connection.FailAuthentication();
    }

    private protected override SimulatedProvider Provider => Araucaria;

    [SkippableFact]
    public async Task New_credentials_and_a_code_end_in_onSuccess_with_the_connection()
    {
        _connection.NeedsCode = true;
        await OpenAsync();

        await SeesAsync("Log in to " + BankName);
        await IsAccessibleAsync();
        await ShootEverywhereAsync("credentials");
        await FillAsync("Login", _connection.Login.Name);
        await FillAsync("Password", _connection.Login.Password);
        await PressAsync("Log in");
        await SeesAsync("Please wait");
        await IsAccessibleAsync();
        await ShootEverywhereAsync("wait");

        LetTheWorkerFinish();
        await SeesAsync("Enter your code");
        await FillAsync("Code", _connection.Code);
        await PressAsync("Send");
        await SeesAsync("Please wait");
        LetTheWorkerFinish();

        await SucceededAsync();
        await Assertions.Expect(Page.Locator("iframe")).ToHaveCountAsync(0);
        Assert.Equal("CONNECTED", _connection.Status);
        Assert.Equal((1, 1), (_connection.CredentialsReceived, Araucaria.Bank.Count(BankSubmissionKind.Code)));
    }

    [SkippableFact]
    public async Task The_waiting_page_looks_again_when_asked()
    {
        await OpenAsync();
        await FillAsync("Login", _connection.Login.Name);
        await FillAsync("Password", _connection.Login.Password);
        await PressAsync("Log in");
        await SeesAsync("Please wait");
        LetTheWorkerFinish();
        await PressAsync("Look again");

        await SucceededAsync();
        Assert.Equal(1, _connection.CredentialsReceived);
    }

    [SkippableFact]
    public async Task Wrong_credentials_are_told_and_asked_for_again()
    {
        await OpenAsync();
        await FillAsync("Login", _connection.Login.Name);
        await FillAsync("Password", "wrong");
        await PressAsync("Log in");
        await SeesAsync("Please wait");
        LetTheWorkerFinish();

        await Assertions.Expect(Widget.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await IsAccessibleAsync();
        await ShootEverywhereAsync("wrong-password");
        Assert.Equal(1, Araucaria.Bank.Count(BankSubmissionKind.Password, _connection.Login.Name));
        Assert.False(_connection.Login.IsLocked);
    }

    [SkippableFact]
    public async Task Closing_calls_onExit_without_an_error()
    {
        await OpenAsync();
        await PressAsync("Close");

        await OutcomeIsAsync("""{"exit":null}""");
        Assert.Equal("FAILED_AUTH", _connection.Status);
        Assert.Empty(Araucaria.Bank.Submissions);
    }

    [SkippableFact]
    public async Task A_token_that_has_run_out_calls_onExit_with_the_error()
    {
        Araucaria.WidgetTokenLasts = TimeSpan.FromMinutes(1);
        var token = await TokenAsync();
        Clock.Advance(TimeSpan.FromMinutes(2));

        await OpenAsync(token);

        await Page.WaitForFunctionAsync("outcomes.length === 1");
        Assert.Contains("\"code\":\"INVALID_WIDGET_TOKEN\"", await Page.EvaluateAsync<string>("JSON.stringify(outcomes[0].exit)"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_message_of_another_origin_ends_nothing()
    {
        await OpenAsync();
        await SeesAsync("Log in to " + BankName);

        await Page.EvaluateAsync($$"""postMessage({ event: "success", connectionId: "{{_connection.Id}}" }, "*")""");
        await Page.WaitForFunctionAsync("heard.some(message => message.data.event === 'success')");

        Assert.Equal(0, await Page.EvaluateAsync<int>("outcomes.length"));
        await Assertions.Expect(Page.Locator("iframe")).ToHaveCountAsync(1);
    }

    private static string BankName => "Banco Estado";

    private void LetTheWorkerFinish() => Clock.Advance(Araucaria.QueueTakes + Araucaria.VerificationTakes);

    private async Task<string> TokenAsync()
    {
        var body = await Backend.SendAsync(
            HttpMethod.Post,
            new Uri(Araucaria.BaseAddress, $"v1/connections/{_connection.Id}/widget-token"),
            headers: ("Authorization", "Bearer " + Araucaria.ApiKey));
        return (string)body["widgetToken"]!;
    }

    // Araucaria: Widget setup.
    private async Task OpenAsync(string? token = null)
    {
        token ??= await TokenAsync();
        await Page.GotoAsync(Host.Show(
            "araucaria",
            $$"""
            {{Listens}}
            <script src="{{Araucaria.WidgetScript}}"></script>
            <button id="open" style="padding:.75rem">Reconnect</button>
            <script>
              window.outcomes = [];
              document.getElementById("open").onclick = () => Araucaria.open({
                token: "{{token}}",
                connectionId: "{{_connection.Id}}",
                onSuccess: success => outcomes.push({ success }),
                onExit: error => outcomes.push({ exit: error ?? null }),
              });
            </script>
            """));
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Reconnect" }).ClickAsync();
    }

    private Task SucceededAsync() => OutcomeIsAsync("{\"success\":{\"connectionId\":\"" + _connection.Id + "\"}}");

    private async Task OutcomeIsAsync(string outcome)
    {
        await Page.WaitForFunctionAsync("outcomes.length > 0");
        Assert.Equal($"[{outcome}]", await Page.EvaluateAsync<string>("JSON.stringify(outcomes)"));
    }
}
