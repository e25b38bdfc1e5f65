using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.ProviderPages;

/// <summary>Powens shows its pages in the whole window and comes back by address.</summary>
public sealed class PowensPageTests : ProviderPageTest
{
    private readonly PowensUser _user;

    private PowensSimulator Powens { get; }

    public PowensPageTests(BrowserFixture fixture)
        : base(fixture)
    {
        Powens = new PowensSimulator(Clock);
        _user = Powens.AddUser();
    }

    private protected override SimulatedProvider Provider => Powens;

    private protected override ILocator Widget => Page.Locator("body");

    private string Back => Host.Show("back", "<p>Back in the app</p>");

    [SkippableFact]
    public async Task The_webview_walks_through_every_kind_of_step_and_comes_back_with_the_state()
    {
        var connection = Powens.AddConnection(
            _user,
            c => c.WrongPassword().NeedsConsent().NeedsOtp().NeedsApproval().NeedsRedirect().PasswordExpired());
        await OpenWebviewAsync(connection);

        await SeesAsync("Enter your bank login", "credentials");
        await FillAsync("Login", connection.Login.Name);
        await FillAsync("Password", connection.Login.Password);
        await PressAsync("Send");
        await SeesAsync("Renew your access", "consent");
        await PressAsync("Continue");
        await SeesAsync("Enter your code", "code");
        await FillAsync("Code d'autorisation", "123456");
        await PressAsync("Send");
        await SeesAsync("Approve in your bank's app", "approval");
        await PressAsync("Approve (as the bank's app would)");
        await SeesAsync("Go to your bank", "redirect");
        await PressAsync("Go to the bank");
        await SeesAsync("Your bank", "bank");
        await PressAsync("Authorise access");
        await SeesAsync("Enter your new password", "new-password");
        await FillAsync("New password", "5678");
        await PressAsync("Send");

        await IsBackAsync("?state=opaque-1");
        Assert.Equal(1, connection.Repairs);
        Assert.Equal("123456", Assert.Single(Powens.Bank.Submissions, one => one.Kind == BankSubmissionKind.Code).Value);
    }

    [SkippableFact]
    public async Task A_wrong_code_is_told_beside_the_field_and_the_user_can_cancel()
    {
        var connection = Powens.AddConnection(_user, c => c.NeedsOtp());
        await OpenWebviewAsync(connection);
        await FillAsync("Code d'autorisation", "000000");
        await PressAsync("Send");

        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByLabel("Code d'autorisation")).ToHaveAttributeAsync("aria-invalid", "true");
        await SeesAsync("Enter your code", "wrong-code");
        await PressAsync("Cancel");

        await IsBackAsync("?error=access_denied&error_description=The%20user%20cancelled&state=opaque-1");
        Assert.Equal(1, Powens.Bank.Count(BankSubmissionKind.Code));
        Assert.False(connection.Login.IsLocked);
    }

    [SkippableFact]
    public async Task The_bank_page_of_a_webauth_url_goes_there_and_back()
    {
        var connection = Powens.AddConnection(_user, c => c.NeedsRedirect());
        var body = await Backend.SendAsync(
            HttpMethod.Get,
            new Uri(Powens.ApiAddress, $"webauth-url?client_id={Powens.ClientId}&redirect_uri={Uri.EscapeDataString(Back)}&state=opaque-1&id_connection={connection.Id}"),
            headers: ("Authorization", "Bearer " + _user.Token));

        await Page.GotoAsync((string)body["url"]!);
        await SeesAsync("Your bank", "bank");
        await PressAsync("Authorise access");

        await IsBackAsync($"?id_connection={connection.Id}&state=opaque-1");
        Assert.Equal(1, Powens.Bank.Count(BankSubmissionKind.Consent));
    }

    [SkippableFact]
    public async Task A_webview_left_open_too_long_comes_back_as_expired_and_sends_nothing_to_the_bank()
    {
        var connection = Powens.AddConnection(_user, c => c.NeedsOtp());
        await OpenWebviewAsync(connection);
        Clock.Advance(TimeSpan.FromHours(1));
        await FillAsync("Code d'autorisation", "123456");
        await PressAsync("Send");

        await IsBackAsync("?error=session_expired&state=opaque-1");
        Assert.Empty(Powens.Bank.Submissions);
    }

    [SkippableFact]
    public async Task A_page_that_cannot_be_shown_says_so()
    {
        await Page.GotoAsync(new Uri(Powens.WebviewAddress, "en/reconnect?domain=example.biapi.pro").AbsoluteUri);
        ExpectComplaint("400");
        await SeesAsync("This page cannot be shown", "refused");
    }

    private async Task OpenWebviewAsync(PowensConnection connection)
    {
        var body = await Backend.SendAsync(
            HttpMethod.Get,
            new Uri(Powens.ApiAddress, "auth/token/code?type=singleAccess"),
            headers: ("Authorization", "Bearer " + _user.Token));
        await Page.GotoAsync(
            $"{Powens.WebviewAddress}en/reconnect?domain={Powens.Domain}&client_id={Powens.ClientId}&redirect_uri={Uri.EscapeDataString(Back)}"
            + $"&code={Uri.EscapeDataString((string)body["code"]!)}&connection_id={connection.Id}&state=opaque-1");
    }

    private async Task SeesAsync(string heading, string step)
    {
        await SeesAsync(heading);
        await IsAccessibleAsync();
        await ShootEverywhereAsync(step);
    }

    private async Task IsBackAsync(string query)
    {
        await Assertions.Expect(Page.GetByText("Back in the app")).ToBeVisibleAsync();
        Assert.Equal(Back + query, Page.Url);
    }
}
