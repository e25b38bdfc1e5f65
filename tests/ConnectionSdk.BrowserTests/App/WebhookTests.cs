using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.ReconnectWeb.Product;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.App;

/// <summary>What providers report while somebody looks at the list.</summary>
public sealed class WebhookTests(BrowserFixture fixture) : AppTest(fixture)
{
    private const string BankName = "First Meridian";

    private AerosyncConnection Connection => World.Aerosync.Connections.Single(connection => connection.Id == World[BankName].Ref.ConnectionId);

    [SkippableFact]
    public async Task A_withdrawn_access_moves_its_card_at_once_and_is_said_aloud()
    {
        await LookAtAsync();
        Connection.RevokeByUser();
        await World.Aerosync.Webhooks.WaitUntilIdleAsync();

        await Assertions.Expect(Card(BankName)).ToHaveAttributeAsync("data-place", "Ended");
        await Assertions.Expect(Card(BankName)).ToContainTextAsync("No longer shared");
        await Assertions.Expect(Page.Locator("#news[aria-live=polite]")).ToContainTextAsync(BankName);
        Assert.True(await Page.EvaluateAsync<bool>("window.sameDocument === true"), "the page was loaded anew");
        await ScreenAsync("withdrawn", everywhere: false);
    }

    [SkippableFact]
    public async Task A_forged_report_changes_nothing()
    {
        await LookAtAsync();
        var book = App.Services.GetRequiredService<ConnectionBook>();
        var before = book.Version;
        World.Aerosync.Webhooks.Spoil(WebhookFault.SignedWith("not the secret that was agreed on"), times: 100);
        Connection.RevokeByUser();
        await World.Aerosync.Webhooks.WaitUntilIdleAsync();

        Assert.Equal(401, World.Aerosync.Webhooks.Deliveries[^1].Attempts[^1].Status);
        Assert.Equal(before, book.Version);
        Assert.True(await Page.EvaluateAsync<bool>("window.sameDocument === true"), "the page was loaded anew");
    }

    private async Task LookAtAsync()
    {
        await SignInAsync(Sam);
        await Assertions.Expect(Card(BankName)).ToHaveAttributeAsync("data-place", "Working");
        await Page.EvaluateAsync("() => { window.sameDocument = true; }");
    }
}
