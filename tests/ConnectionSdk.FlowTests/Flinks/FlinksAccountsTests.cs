using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Flinks;

public class FlinksAccountsTests : FlinksFlow
{
    [Fact]
    public async Task Accounts_that_are_not_ready_are_asked_for_every_ten_seconds()
    {
        Flinks.DataTakes = TimeSpan.FromSeconds(35);
        var connection = Flinks.AddConnection();

        var accounts = await RunAsync(Client.GetAccountsAsync(RefOf(connection)));

        Assert.Equal(2, accounts.Count);
        Assert.Equal(("777-10001-1230001", "14", "chequing", "CAD", 1820.15m), (accounts[0].Number!.Reveal(), accounts[0].InstitutionId, accounts[0].Type, accounts[0].Currency, accounts[0].Balance));
        Assert.Equal((null, "0001"), (accounts[1].Number, accounts[1].MaskedNumber));
        Assert.Equal((1, 4), (Calls("GetAccountsDetail"), Calls("GetAccountsDetailAsync")));
        Assert.All(Flinks.Calls.Matching(path: "/v3/*/BankingServices/GetAccountsDetail"), call => Assert.False((bool)call.Json!["WithTransactions"]!));
    }

    [Fact]
    public async Task Accounts_that_never_come_end_the_wait_and_not_the_connection()
    {
        Flinks.DataTakes = TimeSpan.FromHours(1);
        Configure = options => options.DataTimeout = TimeSpan.FromSeconds(45);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => RunAsync(Client.GetAccountsAsync(RefOf(Flinks.AddConnection()))));

        Assert.Equal((ProviderErrorKind.Timeout, true), (failure.Kind, failure.IsTransient));
        Assert.InRange(Calls("GetAccountsDetailAsync"), 3, 4);
    }

    [Fact]
    public async Task A_renamed_account_is_the_same_and_a_new_one_is_reported()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed("RETRY_LATER").OnRepair(accounts =>
        {
            accounts.Rename(0, "Main account");
            accounts.Add(new FlinksAccount { Title = "Savings", AccountNumber = "7654321" });
        }));

        var session = await StartAsync(connection);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(
            [AccountChange.Renamed, AccountChange.Same, AccountChange.Added],
            session.Continuity!.Entries.Select(entry => entry.Change));
    }

    [Fact]
    public async Task An_account_under_another_id_is_recognised_although_the_widget_left_it_out()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks().OnRepair(accounts => accounts.Recreate(0)));

        var session = await VisitAsync(await StartAsync(connection));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Contains(session.Continuity!.Entries, entry => entry is { Change: AccountChange.ReIdentified, Evidence: "number", Confidence: > 0.9 });
        Assert.DoesNotContain(session.Continuity.Entries, entry => entry.Change == AccountChange.Missing);
    }

    [Fact]
    public async Task Two_accounts_that_look_the_same_are_a_tie_and_one_that_is_gone_is_missing()
    {
        FlinksAccount[] cards = [.. Enumerable.Range(0, 2).Select(_ => new FlinksAccount { Title = "Card", TransitNumber = null, AccountNumber = "XXXX0001" })];
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks()
            .WithAccounts([.. cards, new FlinksAccount { AccountNumber = "1230001" }, new FlinksAccount { AccountNumber = "1230002" }])
            .OnRepair(accounts =>
            {
                accounts.Recreate(0);
                accounts.Recreate(1);
                accounts.Remove(3);
            }));

        var session = await VisitAsync(await StartAsync(connection));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(
            [(AccountChange.Same, false), (AccountChange.Missing, true), (AccountChange.Missing, true), (AccountChange.Missing, false), (AccountChange.Added, true), (AccountChange.Added, true)],
            session.Continuity!.Entries.Select(entry => (entry.Change, entry.Ambiguous)));
    }

    [Fact]
    public async Task Other_accounts_end_as_a_wrong_account_and_nothing_is_deleted()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks().OnRepair(accounts =>
            accounts.ReplaceAll(new FlinksAccount { Title = "Somebody else's", AccountNumber = "9999999" })));

        var session = await VisitAsync(await StartAsync(connection));

        Assert.Equal(ReconnectOutcome.WrongAccount, session.Outcome);
        Assert.Equal(0, Flinks.CardsDeleted);
    }

    [Fact]
    public async Task Another_login_is_a_wrong_account()
    {
        var connection = Flinks.AddConnection(setup => setup.WrongPassword());
        Flinks.User.Login = Flinks.Bank.AddLogin();

        var session = await VisitAsync(await StartAsync(connection));

        Assert.Equal((ReconnectOutcome.WrongAccount, RequiredActionKind.StartOver), (session.Outcome, session.Action.Kind));
        Assert.Equal(0, Flinks.CardsDeleted);
    }

    [Theory]
    [InlineData(ContinuityPolicy.Strict, true)]
    [InlineData(ContinuityPolicy.Report, true)]
    [InlineData(ContinuityPolicy.Strict, false)]
    [InlineData(ContinuityPolicy.Report, false)]
    public async Task Another_login_is_taken_only_when_its_accounts_prove_to_be_the_same(ContinuityPolicy policy, bool knowsAccounts)
    {
        var connection = Flinks.AddConnection(setup => setup.WrongPassword());
        var twin = Flinks.AddConnection(setup => setup.WithAccounts([.. connection.Accounts.Select(account => account with { Id = Guid.NewGuid().ToString() })]));

        var session = await RunAsync(Flow.StartAsync(
            RefOf(connection), new ReconnectOptions { Continuity = policy, KnownAccounts = knowsAccounts ? Known(connection) : [] }));
        session = await TellAsync(session, $$"""{"step":"REDIRECT","loginId":"{{twin.LoginId}}"}""");

        Assert.Equal(knowsAccounts ? ReconnectOutcome.Reconnected : ReconnectOutcome.WrongAccount, session.Outcome);
        if (knowsAccounts)
        {
            Assert.Equal(RefOf(twin), session.Observed!.Ref);
            Assert.All(session.Continuity!.Entries, entry => Assert.Equal(AccountChange.ReIdentified, entry.Change));
        }
    }

    [Fact]
    public async Task A_session_of_somebody_else_is_not_taken_for_this_one()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var other = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var stranger = await StartAsync(other);
        await Flinks.User.UseWidgetAsync(LinkOf(stranger));
        var foreign = System.Web.HttpUtility.ParseQueryString(LinkOf(stranger).Query)["requestId"];

        var session = await TellAsync(await StartAsync(connection), $$"""{"step":"REDIRECT","requestId":"{{foreign}}"}""");

        Assert.False(session.IsFinished);
        Assert.IsType<RequiredAction.OpenWidget>(session.Action);
    }
}
