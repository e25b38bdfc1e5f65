using ConnectionSdk.Simulator.Araucaria;

namespace ConnectionSdk.FlowTests.Araucaria;

public sealed class AraucariaAccountsTests : AraucariaWorld
{
    [Theory]
    [InlineData(false, "maskedNumber")]
    [InlineData(true, "number")]
    public async Task Accounts_under_new_ids_are_recognised_by_their_numbers(bool showsWhole, string evidence)
    {
        Araucaria.Divergences.ShowsWholeNumbers = showsWhole;

        var session = await RepairAsync(static accounts => accounts.RenewIds());

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.All(session.Continuity!.Entries, entry => Assert.Equal((AccountChange.ReIdentified, evidence), (entry.Change, entry.Evidence!)));
    }

    [Fact]
    public async Task Without_numbers_nothing_is_guessed()
    {
        Araucaria.Divergences.OmitsNumbers = true;

        var session = await RepairAsync(static accounts => accounts.RenewIds());

        Assert.Equal(ReconnectOutcome.WrongAccount, session.Outcome);
        Assert.DoesNotContain(session.Continuity!.Entries, entry => entry.Change == AccountChange.ReIdentified);
    }

    [Fact]
    public async Task Two_accounts_that_look_the_same_are_a_tie()
    {
        var session = await RepairAsync(
            static accounts => accounts.RenewIds(),
            static accounts => accounts.Add(new AraucariaAccount { Name = "Cuenta de ahorro", Number = "99991204" }));

        Assert.Equal(2, session.Continuity!.Entries.Count(entry => entry is { Change: AccountChange.Missing, Ambiguous: true }));
        Assert.Equal("Visa Dorada", Assert.Single(session.Continuity.Entries, entry => entry.Change == AccountChange.ReIdentified).Name);
    }

    [Fact]
    public async Task A_renamed_a_missing_and_a_new_account_are_told_apart()
    {
        var session = await RepairAsync(static accounts =>
        {
            accounts.Rename(0, "Cuenta de todos los días");
            accounts.Remove(1);
            accounts.Add(new AraucariaAccount { Name = "Ahorro", Type = "savings", Number = "55555555" });
        });

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(
            [AccountChange.Renamed, AccountChange.Missing, AccountChange.Added],
            session.Continuity!.Entries.Select(entry => entry.Change));
    }

    [Fact]
    public async Task Somebody_elses_accounts_are_not_taken_for_the_old_ones_and_nothing_is_deleted()
    {
        var session = await RepairAsync(static accounts => accounts.ReplaceAll(new AraucariaAccount { Name = "Cuenta ajena", Number = "77777777" }));

        Assert.Equal((ReconnectOutcome.WrongAccount, RequiredActionKind.StartOver), (session.Outcome, session.Action.Kind));
        Assert.Equal(0, Araucaria.Calls.Count("DELETE"));
    }

    private async Task<ReconnectSession> RepairAsync(Action<AraucariaAccounts> change, Action<AraucariaAccounts>? before = null)
    {
        var connection = Araucaria.AddConnection();
        before?.Invoke(connection.Accounts);
        connection.FailAuthentication();
        connection.OnRepair(change);
        var session = await Flow.StartAsync(RefOf(connection));
        return await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));
    }
}
