using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.Simulator.Flinks;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.App;

public sealed class WidgetTests(BrowserFixture fixture) : AppTest(fixture)
{
    private const string Opened = "Log in to your bank";
    private const string Done = "Your bank is connected again";
    private const string Password = "correct horse battery";

    [SkippableFact]
    public async Task Aerosync_is_repaired_in_its_widget_and_another_account_is_refused_there()
    {
        var connection = Aerosync("Harbor Federal");
        connection.Customer.Login.Password = Password;
        connection.Customer.Code = "2048662048";
        await OpenAsync("Harbor Federal");
        await WidgetShowsAsync("Log in to Aerosync Bank (MFA Trigger)");
        await ScreenAsync("aerosync");
        await TypeInWidgetAsync("Login", connection.Customer.Login.Name);
        await TypeInWidgetAsync("Password", Password);
        await PressInWidgetAsync("Log in");
        await WidgetShowsAsync("Enter your code");
        await TypeInWidgetAsync("Code", "9753186420");
        await PressInWidgetAsync("Send");
        await Assertions.Expect(Widget.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The code is not right.");
        await TypeInWidgetAsync("Code", connection.Customer.Code);
        await PressInWidgetAsync("Send");
        await WidgetShowsAsync("Choose your account");
        await Widget.GetByRole(AriaRole.Button).Nth(1).ClickAsync();
        await Assertions.Expect(Widget.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose the account you linked before.");
        await Widget.GetByRole(AriaRole.Button).First.ClickAsync();
        await WaitForStepAsync(Done);
        await ScreenAsync("aerosync-done");

        Assert.Equal((1, 1), (connection.Reconnections, connection.WrongAccountsChosen));
        Assert.Equal((1, 2), (Bank.Count(BankSubmissionKind.Password), Bank.Count(BankSubmissionKind.Code)));
        Assert.True(Secrets.HandedOver > 0);
        await PressAsync("Done");
        await Assertions.Expect(Card("Harbor Federal")).ToHaveAttributeAsync("data-place", "Working");
    }

    [SkippableFact]
    public async Task Araucaria_is_repaired_in_its_widget()
    {
        var connection = Araucaria("Banco Cordillera");
        connection.Login.Password = Password;
        await OpenAsync("Banco Cordillera");
        await WidgetShowsAsync("Log in to Banco Estado");
        await ScreenAsync("araucaria");
        await LogInAtAraucariaAsync(connection);
        await WaitForStepAsync(Done);
        await ScreenAsync("araucaria-done", everywhere: false);

        Assert.Equal((1, 1), (connection.CredentialsReceived, connection.Repairs));
        Assert.False(connection.Login.IsLocked);
    }

    [SkippableFact]
    public async Task Other_accounts_coming_back_end_as_wrong_account_and_say_which()
    {
        var connection = Araucaria("Banco Pacífico");
        connection.Login.Password = Password;
        await OpenAsync("Banco Pacífico");
        await LogInAtAraucariaAsync(connection);
        await WaitForStepAsync("That was another account");
        await ScreenAsync("wrong-account");

        await Assertions.Expect(Page.Locator(".cs-report")).ToContainTextAsync("did not come back");
        Assert.Equal(1, connection.CredentialsReceived);
    }

    [SkippableFact]
    public async Task Flinks_is_repaired_by_an_answer_in_its_widget()
    {
        var connection = Flinks("Maple Trust");
        connection.Break(c => c.Asks("What city were you born in?", "Trois-Rivieres").LastRefreshFailed());
        await OpenAsync("Maple Trust");
        await WidgetShowsAsync("Your bank asks");
        await ScreenAsync("flinks");
        await TypeInWidgetAsync("What city were you born in?", "Drummondville");
        await PressInWidgetAsync("Send");
        await Assertions.Expect(Widget.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await TypeInWidgetAsync("What city were you born in?", "Trois-Rivieres");
        await PressInWidgetAsync("Send");
        await WaitForStepAsync(Done);
        await ScreenAsync("flinks-done");

        Assert.Equal(2, Bank.Count(BankSubmissionKind.Code));
        Assert.False(connection.Login.IsLocked);
    }

    [SkippableTheory]
    [InlineData("Harbor Federal")]
    [InlineData("Banco Cordillera")]
    [InlineData("Maple Trust")]
    public async Task Closing_the_widget_changes_nothing_and_the_repair_can_be_started_again(string bank)
    {
        await OpenAsync(bank);
        await PressInWidgetAsync("Close");
        await StepIsAsync("Stopped");
        await Assertions.Expect(Page.Locator("iframe")).ToHaveCountAsync(0);
        await ScreenAsync("closed-" + bank.Split(' ')[0], everywhere: false);

        // Flinks takes no second login while the first one is still alive.
        Clock.Advance(World.Flinks.RequestIdLasts);
        await PressAsync("Start again");
        await StepIsAsync(Opened);
        await Assertions.Expect(Page.Locator("iframe")).ToHaveCountAsync(1);

        Assert.DoesNotContain(Bank.Submissions, submission => submission.Kind == BankSubmissionKind.Code || submission.Result != BankResult.Accepted);
    }

    [SkippableFact]
    public async Task The_page_around_can_close_the_widget_too()
    {
        await OpenAsync("Harbor Federal");
        await PressAsync("Close");
        await StepIsAsync("Stopped");

        Assert.Equal(0, Aerosync("Harbor Federal").Reconnections);
    }

    [SkippableFact]
    public async Task A_message_from_elsewhere_is_not_believed()
    {
        var connection = Aerosync("Harbor Federal");
        ExpectComplaint("404");
        await OpenAsync("Harbor Federal");
        await WidgetShowsAsync("Log in to Aerosync Bank (MFA Trigger)");
        var success = $$"""{ "type": "pageSuccess", "payload": { "connectionId": "{{connection.Id}}", "aeroPassUserUuid": "{{connection.UserUuid}}" } }""";

        const string post = "message => parent.postMessage(message, '*')";
        await Page.EvaluateAsync(
            """
            address => {
              window.heard = 0;
              addEventListener('message', () => heard++);
              const frame = document.createElement('iframe');
              frame.name = 'other';
              frame.src = address;
              document.body.append(frame);
            }
            """,
            new Uri(World.Aerosync.BaseAddress, "widget/nothing").AbsoluteUri);
        await Assertions.Expect(Page.FrameLocator("iframe[name=other]").Locator("h1")).ToBeVisibleAsync();

        // From this window; from another window at the provider's address; from the widget's window, which has gone elsewhere.
        await Page.EvaluateAsync("message => postMessage(message, '*')", success);
        await Page.Frame("other")!.EvaluateAsync(post, success);
        await Page.EvaluateAsync("() => document.querySelector('iframe[name=other]').remove()");
        var widget = Page.Frames.Single(frame => frame != Page.MainFrame);
        await widget.GotoAsync(new Uri(World.Flinks.ConnectAddress, "redirect").AbsoluteUri);
        await widget.EvaluateAsync(post, success);
        await Page.WaitForFunctionAsync("heard === 3");

        await StepIsAsync(Opened);
        await Assertions.Expect(Page.Locator("iframe")).ToHaveCountAsync(1);
        Assert.Empty(RepliesSent());
        Assert.Equal(0, connection.Reconnections);
    }

    [SkippableFact]
    public async Task A_widget_left_open_too_long_is_closed_and_can_be_opened_again()
    {
        await OpenAsync("Harbor Federal");
        await WidgetShowsAsync("Log in to Aerosync Bank (MFA Trigger)");
        Clock.Advance(TimeSpan.FromHours(2));
        await Page.Clock.FastForwardAsync("02:00:00");

        await Assertions.Expect(Page.Locator("iframe")).ToHaveCountAsync(0);
        await StepIsAsync("Time is up");
        await ScreenAsync("expired", everywhere: false);
        Assert.DoesNotContain(Bank.Submissions, submission => submission.Login == World["Harbor Federal"].Login);
    }

    private List<string> RepliesSent() => [.. Requests.Where(address => address.EndsWith("/reply", StringComparison.Ordinal))];

    private async Task OpenAsync(string bank)
    {
        await SignInAsync(Sam);
        await RepairAsync(bank);
        await StepIsAsync(Opened);
    }

    private async Task LogInAtAraucariaAsync(AraucariaConnection connection)
    {
        await TypeInWidgetAsync("Login", connection.Login.Name);
        await TypeInWidgetAsync("Password", connection.Login.Password);
        await PressInWidgetAsync("Log in");
        await WidgetShowsAsync("Please wait");
        Clock.Advance(World.Araucaria.QueueTakes + World.Araucaria.VerificationTakes);
        await PressInWidgetAsync("Look again");
    }

    private AerosyncConnection Aerosync(string bank) => World.Aerosync.Connections.Single(connection => connection.Id == World[bank].Ref.ConnectionId);

    private AraucariaConnection Araucaria(string bank) => World.Araucaria.Connections.Single(connection => connection.Id == World[bank].Ref.ConnectionId);

    private FlinksConnection Flinks(string bank) => World.Flinks.Connections.Single(connection => connection.LoginId == World[bank].Ref.ConnectionId);
}
