using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.Simulator;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.App;

public sealed class CodeTests(BrowserFixture fixture) : AppTest(fixture)
{
    private const string BankName = "Banque Rivage";
    private const string Label = "Code d'autorisation";
    private const string Asked = "Your bank asks for something";
    private const string Done = "Your bank is connected again";
    private const string RightCode = "4815162342";
    private const string WrongCode = "9753186420";

    [SkippableFact]
    public async Task The_right_code_repairs_the_connection_and_reaches_the_bank_once()
    {
        await AskAsync();
        await ScreenAsync("code");
        await TypeAsync(Label, RightCode);
        await PressAsync("Send");
        await WaitForStepAsync(Done);
        await ScreenAsync("done");
        await PressAsync("Done");

        await Assertions.Expect(Card(BankName)).ToHaveAttributeAsync("data-place", "Working");
        Assert.Equal([RightCode], CodesSeenByBank());
        Assert.False(PowensOf(BankName).Login.IsLocked);
    }

    [SkippableFact]
    public async Task A_wrong_code_is_told_and_the_right_one_still_helps()
    {
        await AskAsync();
        await TypeAsync(Label, WrongCode);
        await PressAsync("Send");
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your bank did not accept this.");
        await StepIsAsync(Asked);
        await ScreenAsync("wrong-code");
        await TypeAsync(Label, RightCode);
        await PressAsync("Send");
        await WaitForStepAsync(Done);

        Assert.Equal([WrongCode, RightCode], CodesSeenByBank());
        Assert.False(PowensOf(BankName).Login.IsLocked);
    }

    [SkippableFact]
    public async Task Two_wrong_codes_stop_the_repair_before_the_bank_locks_the_login()
    {
        await AskAsync();
        await TypeAsync(Label, WrongCode);
        await PressAsync("Send");
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your bank did not accept this.");
        await TypeAsync(Label, "8642097531");
        await PressAsync("Send");
        await Assertions.Expect(Page.Locator(".cs-root")).ToHaveAttributeAsync("data-step", "finished");
        await ScreenAsync("stopped", everywhere: false);

        Assert.Equal(2, Bank.Count(BankSubmissionKind.Code));
        Assert.False(PowensOf(BankName).Login.IsLocked);
    }

    [SkippableFact]
    public async Task A_code_of_the_wrong_form_costs_no_attempt()
    {
        await AskAsync();
        await TypeAsync(Label, "12");
        await PressAsync("Send");

        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No attempt was used.");
        await Assertions.Expect(Page.GetByLabel(Label)).ToBeFocusedAsync();
        await Assertions.Expect(Page.GetByLabel(Label)).ToHaveAttributeAsync("aria-invalid", "true");
        await ScreenAsync("wrong-form", everywhere: false);
        Assert.Empty(CodesSeenByBank());
    }

    [SkippableFact]
    public async Task Impatient_pressing_sends_the_code_once()
    {
        await AskAsync();
        await TypeAsync(Label, RightCode);
        await Page.EvaluateAsync("() => { const form = document.querySelector('.cs-form'); for (let times = 0; times < 5; times++) form.requestSubmit(); }");
        await WaitForStepAsync(Done);

        Assert.Equal([RightCode], CodesSeenByBank());
    }

    [SkippableFact]
    public async Task A_whole_repair_needs_nothing_but_the_keyboard()
    {
        PowensOf(BankName).Break(c => c.NeedsOtp(RightCode, pattern: null));
        await Page.GotoAsync(App.Address.AbsoluteUri);
        await TabToAsync("Continue as Amélie Laurent");
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Card(BankName)).ToBeVisibleAsync();
        await TabToAsync("with Banque Rivage");
        await Page.Keyboard.PressAsync("Enter");
        await StepIsAsync(Asked);
        await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(Page.GetByLabel(Label)).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("9999999999");
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your bank did not accept this.");
        await StepIsAsync(Asked);
        await TabToAsync(Label);
        await Page.Keyboard.TypeAsync(RightCode);
        await TabToAsync("Send");
        await Page.Keyboard.PressAsync("Space");
        await WaitForStepAsync(Done);
        await TabToAsync("Done");
        await Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(Card(BankName)).ToHaveAttributeAsync("data-place", "Working");
        Assert.Equal(["9999999999", RightCode], CodesSeenByBank());
    }

    [SkippableFact]
    public async Task Of_two_tabs_one_sends_the_code_and_the_other_follows()
    {
        await AskAsync();
        var other = await Context.NewPageAsync();
        await other.GotoAsync(Page.Url);
        await StepIsAsync(Asked, other);
        await TypeAsync(Label, RightCode);
        await TypeAsync(Label, RightCode, other);

        await PressAsync("Send");
        await Assertions.Expect(Page.Locator(".cs-title")).Not.ToHaveTextAsync(Asked);
        await PressAsync("Send", other);
        await Assertions.Expect(other.Locator(".cs-title")).Not.ToHaveTextAsync(Asked);
        await ShootAsync("other-tab", other);
        await WaitForStepAsync(Done);

        Assert.Equal([RightCode], CodesSeenByBank());
        Assert.Equal(1, PowensOf(BankName).Repairs);
    }

    [SkippableFact]
    public async Task A_code_typed_after_the_time_is_up_is_not_sent()
    {
        await AskAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await TypeAsync(Label, RightCode);
        await PressAsync("Send");

        await StepIsAsync("Time is up");
        await ScreenAsync("expired");
        Assert.Empty(CodesSeenByBank());
        Assert.False(PowensOf(BankName).Login.IsLocked);
    }

    [SkippableFact]
    public async Task The_page_says_by_itself_that_the_time_is_up()
    {
        await AskAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await Page.Clock.FastForwardAsync("01:00:00");

        await StepIsAsync("Time is up");
        Assert.Empty(CodesSeenByBank());
    }

    [SkippableFact]
    public async Task Stopping_changes_nothing_and_leads_back()
    {
        await AskAsync();
        await PressAsync("Stop");
        await StepIsAsync("Stopped");
        await ScreenAsync("stopped", everywhere: false);
        await PressAsync("Done");

        await Assertions.Expect(Card(BankName)).ToHaveAttributeAsync("data-place", "NeedsYou");
        Assert.Empty(CodesSeenByBank());
    }

    private async Task AskAsync()
    {
        PowensOf(BankName).Break(c => c.NeedsOtp(RightCode, pattern: "^[0-9]{10}$"));
        await SignInAsync(Amelie);
        await RepairAsync(BankName);
        await StepIsAsync(Asked);
    }

    private string[] CodesSeenByBank() => [.. Bank.Submissions.Where(one => one.Kind == BankSubmissionKind.Code).Select(one => one.Value)];

    /// <summary>Presses Tab until something with these words, or with this label, has the focus, and holds that the focus can be seen on the way.</summary>
    private async Task TabToAsync(string words)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var at = await Page.EvaluateAsync<string>(
                """
                () => {
                  const element = document.activeElement;
                  const style = getComputedStyle(element);
                  const seen = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none';
                  return (seen || element === document.body ? '' : 'invisible: ') + (element.labels?.[0]?.innerText ?? element.textContent).replace(/\s+/g, ' ');
                }
                """);
            Assert.False(at.StartsWith("invisible: ", StringComparison.Ordinal), $"the focus cannot be seen at \"{at}\"");
            if (at.Contains(words, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"Tab never reaches \"{words}\".");
    }
}
