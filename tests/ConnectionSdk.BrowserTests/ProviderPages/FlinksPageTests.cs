using System.Text.Json.Nodes;
using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.ProviderPages;

public sealed class FlinksPageTests : ProviderPageTest
{
    private const string Question = "What city were you born in?";

    private readonly FlinksConnection _connection;

    private FlinksSimulator Flinks { get; }

    public FlinksPageTests(BrowserFixture fixture)
        : base(fixture)
    {
        Flinks = new FlinksSimulator(Clock);
        _connection = Flinks.AddConnection(c => c.Asks(Question, "Montreal").LastRefreshFailed());
    }

    private protected override SimulatedProvider Provider => Flinks;

    [SkippableFact]
    public async Task A_live_request_is_answered_and_ends_in_REDIRECT_with_the_same_login()
    {
        await ResumeAsync("&jsRedirect=true");

        await SeesAsync("Your bank asks");
        await IsAccessibleAsync();
        await ShootEverywhereAsync("question");
        await FillAsync(Question, "Montreal");
        await Page.Keyboard.PressAsync("Enter");
        await SeesAsync("Your bank is connected");
        await IsAccessibleAsync();
        await ShootAsync("done");

        var redirect = (await HeardAsync())[^1];
        Assert.Equal(("REDIRECT", _connection.LoginId), ((string?)redirect["step"], (string?)redirect["loginId"]));
        Assert.Equal((1, 1), (_connection.AnswersReceived, Flinks.Bank.Count(BankSubmissionKind.Code)));
    }

    [SkippableFact]
    public async Task A_wrong_answer_is_told_beside_the_question_and_costs_one_attempt()
    {
        await ResumeAsync("&jsRedirect=true");
        await FillAsync(Question, "Toronto");
        await PressAsync("Send");

        await Assertions.Expect(Widget.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(Widget.GetByLabel(Question)).ToHaveAttributeAsync("aria-invalid", "true");
        await IsAccessibleAsync();
        await ShootEverywhereAsync("wrong-answer");
        Assert.Equal("COMPONENT_LOAD_MFA_RETRY", (string?)(await HeardAsync())[^1]["step"]);

        await FillAsync(Question, "Montreal");
        await PressAsync("Send");
        await SeesAsync("Your bank is connected");
        Assert.Equal(2, Flinks.Bank.Count(BankSubmissionKind.Code));
        Assert.False(_connection.Login.IsLocked);
    }

    [SkippableFact]
    public async Task Without_jsRedirect_the_whole_window_goes_to_the_redirect_address()
    {
        var back = Host.Show("back", "<p>Back in the app</p>");
        await ResumeAsync($"&redirectUrl={Uri.EscapeDataString(back)}&tag=user-1042");
        await FillAsync(Question, "Montreal");
        await PressAsync("Send");

        await Assertions.Expect(Page.GetByText("Back in the app")).ToBeVisibleAsync();
        Assert.Equal($"{back}?loginId={_connection.LoginId}&tag=user-1042&institution=FlinksCapital", Page.Url);
    }

    [SkippableFact]
    public async Task With_innerRedirect_only_the_frame_goes_there()
    {
        var back = Host.Show("back", "<p>Back in the app</p>");
        await ResumeAsync($"&redirectUrl={Uri.EscapeDataString(back)}&innerRedirect=true");
        await FillAsync(Question, "Montreal");
        await PressAsync("Send");

        await Assertions.Expect(Widget.GetByText("Back in the app")).ToBeVisibleAsync();
        Assert.EndsWith("/flinks", Page.Url, StringComparison.Ordinal);
        Assert.Equal("REDIRECT", (string?)(await HeardAsync())[^1]["step"]);
    }

    [SkippableFact]
    public async Task Closing_says_so()
    {
        await ResumeAsync();
        await PressAsync("Close");
        await SeesAsync("You have closed this window");
        await IsAccessibleAsync();
        await ShootAsync("closed");

        Assert.Equal("COMPONENT_CLOSE_SESSION", (string?)(await HeardAsync())[^1]["step"]);
        Assert.DoesNotContain(Flinks.Bank.Submissions, submission => submission.Kind == BankSubmissionKind.Code);
    }

    [SkippableFact]
    public async Task A_stored_login_goes_from_consent_to_the_accounts_with_the_keyboard()
    {
        await OpenAsync($"?authorizeToken={Flinks.MintAuthorizeToken()}&jsRedirect=true&accountSelectorEnable=true&accountSelectorMultiple=true");
        await SeesAsync("Share your accounts");
        await IsAccessibleAsync();
        await ShootAsync("consent");
        await PressAsync("Continue");
        await SeesAsync("Choose your bank");
        await IsAccessibleAsync();
        await PressAsync("FlinksCapital");
        await SeesAsync("Log in to FlinksCapital");
        await IsAccessibleAsync();
        await ShootAsync("credentials");
        await FillAsync("Username", _connection.Login.Name);
        await FillAsync("Password", _connection.Login.Password);
        await PressAsync("Log in");
        await FillAsync(Question, "Montreal");
        await PressAsync("Send");
        await SeesAsync("Choose your accounts");
        await IsAccessibleAsync();
        await ShootEverywhereAsync("accounts");
        await Widget.GetByRole(AriaRole.Checkbox).First.FocusAsync();
        await Page.Keyboard.PressAsync("Space");
        await PressAsync("Continue");
        await SeesAsync("Your bank is connected");

        var redirect = (await HeardAsync())[^1];
        Assert.Equal(_connection.LoginId, (string?)redirect["loginId"]);
        Assert.Equal(_connection.Accounts[0].Id, (string?)redirect["accountId"]);
    }

    [SkippableFact]
    public async Task Choices_are_shown_as_choices()
    {
        _connection.Break(c => c.Asks(
            new FlinksQuestion("Which branch is yours?", "Main Street") { Type = "MultipleChoice", Choices = ["High Street", "Main Street"] },
            new FlinksQuestion("Which of these are yours?", "Visa", "Savings") { Type = "MultipleChoiceMultipleAnswers", Choices = ["Savings", "Car loan", "Visa"] }));
        await ResumeAsync("&jsRedirect=true");
        await IsAccessibleAsync();
        await ShootEverywhereAsync("choices");

        await Widget.GetByLabel("Which branch is yours?").SelectOptionAsync("Main Street");
        await Widget.GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = "Which of these are yours?" }).GetByLabel("Savings").CheckAsync();
        await Widget.GetByLabel("Visa").CheckAsync();
        await PressAsync("Send");
        await SeesAsync("Your bank is connected");
    }

    [SkippableFact]
    public async Task A_spent_token_shows_nothing_of_the_bank()
    {
        var query = await QueryAsync();
        await OpenAsync(query);
        await SeesAsync("Your bank asks");

        await OpenAsync(query);

        await SeesAsync("This page cannot be shown");
        await IsAccessibleAsync();
        await ShootAsync("refused");
        Assert.Equal("TOKEN_INVALID", (string?)(await HeardAsync())[^1]["step"]);
    }

    private async Task ResumeAsync(string more = "") => await OpenAsync(await QueryAsync() + more);

    private async Task<string> QueryAsync()
    {
        var body = await Backend.SendAsync(
            HttpMethod.Post,
            new Uri(Flinks.ApiAddress, $"v3/{Flinks.CustomerId}/BankingServices/Authorize"),
            $$"""{"LoginId":"{{_connection.LoginId}}","MostRecentCached":false,"Save":true}""",
            ("flinks-auth-key", Flinks.MintAuthorizeToken()));
        return $"?authorizeToken={Flinks.MintAuthorizeToken()}&requestId={(string?)body["RequestId"]}";
    }

    private Task<IResponse?> OpenAsync(string query) => Page.GotoAsync(Host.Show(
        "flinks",
        $"""{Listens}<iframe title="Connect your bank" src="{Flinks.ConnectAddress}{query}" style="border:0;width:100%;height:640px"></iframe>"""));
}
