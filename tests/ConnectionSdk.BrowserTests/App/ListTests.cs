using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.Simulator;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.App;

/// <summary>The list of connections, what happened to one, and what is not for this user.</summary>
public sealed class ListTests(BrowserFixture fixture) : AppTest(fixture)
{
    [SkippableFact]
    public async Task Signing_in_shows_the_connections_that_need_the_user_first()
    {
        await Page.GotoAsync(App.Address.AbsoluteUri);
        await ScreenAsync("sign-in");
        await SignInAsync(Sam);
        await ScreenAsync("sam");
        await SignOutAsync();
        await SignInAsync(Amelie);
        await ScreenAsync("amelie");

        var headings = await Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 2 }).AllTextContentsAsync();
        Assert.Equal("Needs you", headings[0]);
    }

    [SkippableFact]
    public async Task A_bank_that_is_down_offers_nothing_to_press()
    {
        await SignInAsync(Amelie);
        var card = Card("Crédit Alpin");

        await Assertions.Expect(card).ToContainTextAsync("The bank cannot be reached");
        await Assertions.Expect(card.Locator(".button, .quiet, button")).ToHaveCountAsync(0);
        Assert.Equal(0, PowensOf("Crédit Alpin").SyncRequests);
    }

    [SkippableFact]
    public async Task A_withdrawn_access_is_explained_without_nagging_and_can_be_given_again()
    {
        await SignInAsync(Sam);
        var card = Card("Prairie Credit Union");
        await Assertions.Expect(card).ToContainTextAsync("No longer shared");
        await Assertions.Expect(card.Locator(".button")).ToHaveCountAsync(0);

        await RepairAsync("Prairie Credit Union");
        await StepIsAsync("Log in to your bank");
        await TypeInWidgetAsync("Login", World["Prairie Credit Union"].Login);
        await TypeInWidgetAsync("Password", World["Prairie Credit Union"].Password);
        await PressInWidgetAsync("Log in");
        await WidgetShowsAsync("Choose your account");
        await Widget.GetByRole(AriaRole.Button).First.ClickAsync();
        await WaitForStepAsync("Your bank is connected again");
        await PressAsync("Done");
        await Assertions.Expect(Card("Prairie Credit Union")).ToHaveAttributeAsync("data-place", "Working");
    }

    [SkippableFact]
    public async Task The_history_tells_what_happened_and_why()
    {
        PowensOf("Banque Rivage").Break(c => c.NeedsOtp("4815162342", pattern: null));
        await SignInAsync(Amelie);
        await RepairAsync("Banque Rivage");
        await TypeAsync("Code d'autorisation", "9753186420");
        await PressAsync("Send");
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your bank did not accept this.");
        await TypeAsync("Code d'autorisation", "4815162342");
        await PressAsync("Send");
        await WaitForStepAsync("Your bank is connected again");
        await PressAsync("Done");
        await Card("Banque Rivage").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "What happened" }).ClickAsync();

        await Assertions.Expect(Page.Locator(".history")).ToContainTextAsync("Repaired: the connection works again");
        await Assertions.Expect(Page.Locator(".history")).ToContainTextAsync("The bank refused what was entered");
        await Assertions.Expect(Page.Locator(".history")).ToContainTextAsync("A repair was started");
        await ScreenAsync("history");
    }

    [SkippableFact]
    public async Task A_connection_of_somebody_else_is_as_good_as_none()
    {
        var theirs = Uri.EscapeDataString(World["Banque Rivage"].Ref.ToString());
        await SignInAsync(Sam);
        var before = World.Powens.Calls.All.Count;
        ExpectComplaint("404");

        await Page.GotoAsync(AddressOf("/repair?connection=" + theirs));
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("There is nothing here");
        await ScreenAsync("not-yours", everywhere: false);
        await Page.GotoAsync(AddressOf("/history?connection=" + theirs));
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("There is nothing here");
        var status = await Page.EvaluateAsync<int>(
            """
            connection => fetch('/reconnect/sessions', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ connection, returnUrl: '/repair' }) })
              .then(answer => answer.text().then(() => answer.status))
            """,
            World["Banque Rivage"].Ref.ToString());

        Assert.Equal(404, status);
        Assert.Equal(before, World.Powens.Calls.All.Count);
        Assert.DoesNotContain(Bank.Submissions, submission => submission.Login == World["Banque Rivage"].Login);
    }

    [SkippableFact]
    public async Task A_repair_of_somebody_else_cannot_be_joined()
    {
        await SignInAsync(Amelie);
        await RepairAsync("Banque Rivage");
        await StepIsAsync("Your bank asks for something");
        var cookies = await Context.CookiesAsync();
        var session = cookies.Single(cookie => cookie.Name.StartsWith("cs-reconnect-", StringComparison.Ordinal)).Name["cs-reconnect-".Length..];
        await SignOutAsync();
        await SignInAsync(Sam);
        ExpectComplaint("404");

        var status = await Page.EvaluateAsync<int>("id => fetch('/reconnect/sessions/' + id).then(answer => answer.text().then(() => answer.status))", session);

        Assert.Equal(404, status);
    }

    [SkippableFact]
    public async Task Whoever_is_not_signed_in_sees_nothing()
    {
        await Page.GotoAsync(AddressOf("/history?connection=" + Uri.EscapeDataString(World["Banque Rivage"].Ref.ToString())));

        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("Who are you?");
        Assert.DoesNotContain("Banque Rivage", await Page.ContentAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_simulator_page_is_accessible_too()
    {
        await SignInAsync(Amelie);
        await Page.GotoAsync(AddressOf("/simulator"));
        await ScreenAsync("simulator");
    }

    private Task SignOutAsync() => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
}
