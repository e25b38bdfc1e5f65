using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.FlowTests.Aerosync;

/// <summary>One connection is one account, and a repair must bring the same one back.</summary>
public sealed class AerosyncAccountTests : AerosyncFlow
{
    private const string Advice = "You chose another account. Choose the same one as before: the checking account ending in 0987 at Aerosync Bank (MFA Trigger).";

    [Fact]
    public async Task The_account_goes_by_the_id_of_its_connection_and_shows_no_token_as_its_number()
    {
        var connection = Add();

        var account = Assert.Single(await RunAsync(Client.GetAccountsAsync(RefOf(connection))));

        Assert.Equal((connection.Id, "Everyday Checking", "checking", "0987"), (account.Id, account.Name, account.Type, account.MaskedNumber));
        Assert.Null(account.Number);
        Assert.Null(account.Balance);
    }

    [Fact]
    public async Task A_balance_is_read_where_the_host_wants_it_and_the_bank_has_one()
    {
        Configure = static options => options.ReadsBalances = true;
        var (linked, byHand) = (Add(), Add());
        byHand.IsLinkedByHand = true;

        Assert.Equal((840.15m, "USD"), (await RunAsync(Client.GetAccountsAsync(RefOf(linked)))).Select(account => (account.Balance, account.Currency)).Single());
        Assert.Null((await RunAsync(Client.GetAccountsAsync(RefOf(byHand)))).Single().Balance);
    }

    [Fact]
    public async Task A_number_that_is_a_token_issued_anew_is_still_the_same_account()
    {
        var connection = AddExpired();
        var session = await StartAsync(connection);
        connection.Account.Number = "99900000000000001";

        session = await VisitAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
    }

    [Fact]
    public async Task A_success_about_another_connection_ends_as_the_wrong_account_with_the_text_for_the_user()
    {
        var connection = AddExpired();
        var session = await StartAsync(connection);

        session = await ReplyAsync(session, """{"type":"pageSuccess","payload":{"accounts":[{"connectionId":"11111111222222223333333344444444"}],"clientName":"x"}}""");

        Assert.Equal(ReconnectOutcome.WrongAccount, session.Outcome);
        Assert.Equal(Advice, Assert.IsType<RequiredAction.StartOver>(session.Action).Message);
        Assert.Equal(ConnectionState.ReconnectRequired, (await GetAsync(connection)).Status.State);
        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(await StartAsync(connection))).Outcome);
    }

    [Fact]
    public async Task A_success_about_another_connection_is_not_believed_when_this_one_works()
    {
        var connection = AddExpired();
        var session = await StartAsync(connection);
        await Aerosync.User.UseWidgetAsync(LinkOf(session.Action));

        Assert.Equal(ReconnectOutcome.Reconnected, (await ReplyAsync(session, """{"type":"pageSuccess","payload":{"connectionId":"other"}}""")).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_account_under_the_same_id_is_found_out(bool settlesLater)
    {
        Aerosync.ReconnectionTakes = settlesLater ? TimeSpan.FromSeconds(20) : TimeSpan.Zero;
        var connection = AddExpired();
        var session = await StartAsync(connection);
        (connection.Account.NumberDisplay, connection.Account.Type) = ("6543", "SAVINGS");

        session = await LookUntilItStopsAsync(await VisitAsync(session));

        Assert.Equal(ReconnectOutcome.WrongAccount, session.Outcome);
        Assert.Equal(Advice, Assert.IsType<RequiredAction.StartOver>(session.Action).Message);
    }

    [Fact]
    public async Task Another_account_is_only_reported_where_the_host_wants_no_more()
    {
        var connection = AddExpired();
        var session = await StartAsync(connection, new ReconnectOptions { Continuity = ContinuityPolicy.Report });
        connection.Account.NumberDisplay = "6543";

        session = await VisitAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Contains(session.Journal, entry => entry.Note?.Contains("another account", StringComparison.Ordinal) == true);
        Assert.Equal(
            [(AccountChange.Missing, true), (AccountChange.Added, true)],
            session.Continuity!.Entries.Select(entry => (entry.Change, entry.Ambiguous)));
    }

    [Fact]
    public async Task The_account_the_host_remembers_counts_where_the_broken_connection_shows_none()
    {
        Aerosync.Divergences.BrokenAccountsAnswerAc104 = true;
        var connection = AddExpired();
        var known = new Account { Id = connection.Id, Type = "checking", MaskedNumber = "••1234" };

        var session = await VisitAsync(await StartAsync(connection, new ReconnectOptions { KnownAccounts = [known] }));

        Assert.Equal(ReconnectOutcome.WrongAccount, session.Outcome);
        Assert.Contains("ending in 1234", Assert.IsType<RequiredAction.StartOver>(session.Action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_widget_another_account_is_refused_and_the_right_one_taken()
    {
        var connection = AddExpired();

        var session = await VisitAsync(await StartAsync(connection), AerosyncVisit.ChoosesAnotherAccountFirst);

        Assert.Equal((ReconnectOutcome.Reconnected, 1), (session.Outcome, connection.WrongAccountsChosen));
    }

    [Fact]
    public async Task Nothing_can_be_removed_and_the_plan_says_so_without_asking_anybody()
    {
        var connection = Add();

        var plan = await Client.PlanRemovalAsync(RefOf(connection));

        Assert.False(plan.Allowed);
        Assert.Contains("not supported", plan.Refusal, StringComparison.Ordinal);
        Assert.NotEmpty(plan.Alternatives);
        Assert.Empty(plan.Loses);
        await Assert.ThrowsAsync<RemovalRefusedException>(() => Client.RemoveAsync(plan));
        var error = await Assert.ThrowsAsync<ProviderException>(() => Client.RemoveAsync(plan with { Allowed = true }));
        Assert.Equal(ProviderErrorKind.NotSupported, error.Kind);
        Assert.Equal(0, Aerosync.Calls.Count());
        Assert.False(Client.CapabilitiesOf(RefOf(connection)).Removes);
    }
}
