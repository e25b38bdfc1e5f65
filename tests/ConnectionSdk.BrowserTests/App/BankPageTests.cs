using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.Simulator;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.App;

/// <summary>Approvals in the bank's app, and pages of the bank or of Powens that the whole window goes to.</summary>
public sealed class BankPageTests(BrowserFixture fixture) : AppTest(fixture)
{
    private const string Done = "Your bank is connected again";

    [SkippableFact]
    public async Task An_approval_in_the_app_is_noticed_by_the_page()
    {
        await SignInAsync(Amelie);
        await RepairAsync("Crédit Montclair");
        await StepIsAsync("Approve in your bank’s app");
        await ScreenAsync("approve");
        World["Crédit Montclair"].Approve();
        await LookAsync();
        await WaitForStepAsync(Done);
        await ScreenAsync("done", everywhere: false);

        Assert.Equal(1, Bank.Count(BankSubmissionKind.Approval));
        Assert.Equal(1, PowensOf("Crédit Montclair").Resumes);
    }

    [SkippableFact]
    public async Task Whoever_waits_for_a_request_that_got_lost_can_have_the_bank_asked()
    {
        const string bank = "Crédit Montclair";
        World.Powens.Faults.Add(Fault.Drop(), method: "POST", path: "/2.0/users/*/connections/*");
        await SignInAsync(Amelie);
        await RepairAsync(bank);
        await WaitForStepAsync("Approve in your bank’s app");
        Assert.Equal(0, PowensOf(bank).Resumes);
        await Page.RunAndWaitForResponseAsync(() => PressAsync("I have approved it"), static response => response.Url.EndsWith("/reply", StringComparison.Ordinal));
        await StepIsAsync("Approve in your bank’s app");
        World[bank].Approve();
        await LookAsync();
        await WaitForStepAsync(Done);

        Assert.Equal((1, 1), (PowensOf(bank).Resumes, Bank.Count(BankSubmissionKind.Approval)));
    }

    [SkippableFact]
    public async Task A_refusal_in_the_app_repairs_nothing()
    {
        await SignInAsync(Amelie);
        await RepairAsync("Crédit Montclair");
        await StepIsAsync("Approve in your bank’s app");
        World["Crédit Montclair"].Refuse();
        await LookAsync();
        await Assertions.Expect(Page.Locator(".cs-title")).Not.ToHaveTextAsync("Approve in your bank’s app");
        await ScreenAsync("refused", everywhere: false);

        Assert.Equal(0, PowensOf("Crédit Montclair").Repairs);
    }

    [SkippableFact]
    public async Task The_bank_page_is_gone_to_and_come_back_from()
    {
        await SignInAsync(Amelie);
        await Card("Caisse du Lac").Locator(".button").First.ClickAsync();
        await SeesBankPageAsync("Your bank");
        await PressAtBankAsync("Authorise access");
        await StepIsAsync(Done);
        await ScreenAsync("back");

        Assert.Equal(AddressOf("/repair"), Page.Url);
        Assert.Equal(1, Bank.Count(BankSubmissionKind.Consent));
        await PressAsync("Done");
        await Assertions.Expect(Card("Caisse du Lac")).ToHaveAttributeAsync("data-place", "Working");
    }

    [SkippableFact]
    public async Task Whoever_cancels_at_the_bank_is_told_that_nothing_has_changed()
    {
        await SignInAsync(Amelie);
        await Card("Caisse du Lac").Locator(".button").First.ClickAsync();
        await SeesBankPageAsync("Your bank");
        await PressAtBankAsync("Cancel");
        await StepIsAsync("Stopped");
        await ScreenAsync("cancelled", everywhere: false);

        Assert.Equal(0, PowensOf("Caisse du Lac").Repairs);
    }

    [SkippableFact]
    public async Task A_refused_password_is_typed_on_the_provider_page_and_never_here()
    {
        const string newPassword = "correct horse battery";
        PowensOf("Banque Solène").Login.Password = newPassword;
        Secrets.Add("the bank password", newPassword);
        await SignInAsync(Amelie);
        await Card("Banque Solène").Locator(".button").First.ClickAsync();
        await SeesBankPageAsync("Enter your bank login");
        await Page.GetByLabel("Login").FillAsync(World["Banque Solène"].Login);
        await Page.GetByLabel("Password").FillAsync(newPassword);
        await PressAtBankAsync("Send");
        await Assertions.Expect(Page.Locator(".cs-root")).ToBeVisibleAsync();
        await WaitForStepAsync(Done);
        await ScreenAsync("done", everywhere: false);

        Assert.Equal(1, Bank.Count(BankSubmissionKind.Password));
    }

    [SkippableFact]
    public async Task A_forged_way_back_repairs_nothing()
    {
        await SignInAsync(Amelie);
        await Card("Caisse du Lac").Locator(".button").First.ClickAsync();
        await SeesBankPageAsync("Your bank");
        ExpectComplaint("400");
        await Page.GotoAsync(AddressOf($"/reconnect/callback?state={new string('0', 32)}.{new string('a', 43)}&id_connection={World["Caisse du Lac"].Ref.ConnectionId}"));
        await ShootAsync("forged");

        Assert.Equal(0, PowensOf("Caisse du Lac").Repairs);
        Assert.DoesNotContain("connected again", await Page.ContentAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_visit_to_the_bank_is_asked_for_and_believed_only_when_the_provider_says_so()
    {
        const string bank = "Banque de l'Estuaire";
        await SignInAsync(Amelie);
        await RepairAsync(bank);
        await StepIsAsync("Something to do at your bank");
        await ScreenAsync("visit");
        World.Powens.User.ActAtBank(PowensOf(bank).Id);
        await PressAsync("I have done it");
        await WaitForStepAsync(Done);

        Assert.Equal(1, PowensOf(bank).Repairs);
    }

    private Task SeesBankPageAsync(string heading) =>
        Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync(heading);

    private Task PressAtBankAsync(string button) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
}
