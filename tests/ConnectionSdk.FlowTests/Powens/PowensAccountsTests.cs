using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.FlowTests.Powens;

/// <summary>What became of the accounts, and connections with more than one way to the bank.</summary>
public sealed class PowensAccountsTests : PowensFlow
{
    [Fact]
    public async Task The_same_accounts_are_the_same() =>
        Assert.Equal([AccountChange.Same, AccountChange.Same], await ChangesAsync(static _ => { }));

    [Fact]
    public async Task A_renamed_account_is_still_the_same_one() =>
        Assert.Equal([AccountChange.Same, AccountChange.Renamed], await ChangesAsync(static accounts => accounts.Rename(0, "Compte commun")));

    [Fact]
    public async Task An_account_made_anew_is_recognised_by_its_number_and_comes_switched_off()
    {
        var session = await RepairAsync(static accounts => accounts.Recreate(0));

        var entry = Assert.Single(session.Continuity!.Entries, entry => entry.Change == AccountChange.ReIdentified);
        Assert.False(string.Equals(entry.BeforeId, entry.AfterId, StringComparison.Ordinal));
        Assert.Equal("iban", entry.Evidence);
        Assert.False(entry.Enabled);
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Fact]
    public async Task A_missing_account_is_named() =>
        Assert.Equal([AccountChange.Same, AccountChange.Missing], await ChangesAsync(static accounts => accounts.Remove(1)));

    [Fact]
    public async Task An_added_account_is_named_and_nobody_consents_for_the_user()
    {
        var session = await RepairAsync(static accounts => accounts.Add(new PowensAccount { Name = "Nouveau", Iban = "FR7699999999999999999999999" }));

        var added = Assert.Single(session.Continuity!.Entries, entry => entry.Change == AccountChange.Added);
        Assert.False(added.Enabled);
        Assert.Equal(0, Powens.Calls.Count("POST", "/2.0/users/me/accounts/*"));
    }

    [Theory]
    [InlineData(ContinuityPolicy.Strict, ReconnectOutcome.WrongAccount, RequiredActionKind.StartOver)]
    [InlineData(ContinuityPolicy.Report, ReconnectOutcome.Reconnected, RequiredActionKind.None)]
    public async Task Only_foreign_accounts_mean_that_somebody_else_logged_in(ContinuityPolicy policy, ReconnectOutcome outcome, RequiredActionKind action)
    {
        var session = await RepairAsync(
            static accounts => accounts.ReplaceAll(
                new PowensAccount { Name = "Somebody else", Iban = "FR7611111111111111111111111" },
                new PowensAccount { Name = "Somebody else's savings", Number = "99999999999" }),
            new ReconnectOptions { Continuity = policy });

        Assert.Equal((outcome, action), (session.Outcome, session.Action.Kind));
        Assert.True(session.Continuity!.IsWrongAccount);
    }

    [Fact]
    public async Task Accounts_under_one_number_are_a_tie_when_all_come_back_under_new_ids()
    {
        var connection = Add(setup => setup
            .WithAccounts(new PowensAccount { Name = "Courant", Number = "12345678901" }, new PowensAccount { Name = "Titres", Number = "12345678901" })
            .NeedsOtp("123456")
            .OnRepair(static accounts =>
            {
                accounts.Recreate(0);
                accounts.Recreate(1);
            }));

        var session = await TypeAsync(await StartAsync(connection), "123456");

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(4, session.Continuity!.Entries.Count(entry => entry is { Change: AccountChange.Missing or AccountChange.Added, Ambiguous: true }));
    }

    [Fact]
    public async Task Accounts_are_read_with_those_switched_off_and_their_numbers_masked()
    {
        var connection = Add(setup => setup.WithAccounts(
            new PowensAccount { Name = "Courant", Number = "12345678901", Iban = "FR7612345678901234567890123", Balance = 12.5m },
            new PowensAccount { Name = "Ferme", Number = "10987654321", DisabledAt = Clock.GetUtcNow() }));

        var accounts = await RunAsync(Client.GetAccountsAsync(RefOf(connection)));

        Assert.Equal([("Courant", true), ("Ferme", false)], accounts.Select(account => (account.Name, account.Enabled)));
        Assert.Equal("8901", accounts[0].MaskedNumber);
        Assert.DoesNotContain("FR7612345678901234567890123", accounts[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_that_arrived_switched_off_are_announced_until_the_user_agrees_to_share_them()
    {
        var connection = Add(setup => setup.WithAccounts(new PowensAccount { Name = "Courant" }));
        Assert.Empty((await GetAsync(connection)).Status.Advisories);
        var added = connection.Accounts.Add(new PowensAccount { Name = "Nouveau", Number = "10987654321" });

        Assert.True(AnnouncesAccounts(await GetAsync(connection)));
        Assert.True(AnnouncesAccounts(await RunAsync(Client.RefreshAsync(RefOf(connection), new RefreshOptions { UserPresent = true }))));
        Assert.True(AnnouncesAccounts(await RunAsync(FirstListedAsync())));
        Assert.Equal(0, Powens.Calls.Count("POST", "/2.0/users/me/accounts/*"));

        var provider = StartApplication().GetServices<ConnectionProvider>().OfType<PowensProvider>().Single();
        await RunAsync(provider.ShareAccountAsync(RefOf(connection), $"{added.Id}"));
        Assert.Empty((await GetAsync(connection)).Status.Advisories);
    }

    [Fact]
    public async Task A_repair_that_brought_accounts_switched_off_says_so()
    {
        var session = await RepairAsync(static accounts => accounts.Add(new PowensAccount { Name = "Nouveau" }));

        Assert.True(AnnouncesAccounts(session.Observed!));
    }

    [Fact]
    public async Task A_consent_is_renewed_before_it_ends()
    {
        var connection = Add(setup => setup.WithSource("openapi", Clock.GetUtcNow().AddDays(10)).RenewsWith(static renewal => renewal.NeedsOtp("123456")));

        var asked = await StartAsync(connection, new ReconnectOptions { RenewConsent = true });
        var done = await TypeAsync(asked, "123456");

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(1, connection.Renewals);
        Assert.True((await GetAsync(connection)).ConsentExpiresAt > Clock.GetUtcNow().AddDays(170));
    }

    [Theory]
    [InlineData(409, """{"code":"connectionLocked"}""")]
    [InlineData(200, """{"message":"The connection cannot be forced now"}""")]
    public async Task A_consent_that_was_not_renewed_is_not_said_to_be(int status, string answer)
    {
        var connection = Add(setup => setup.WithSource("openapi", Clock.GetUtcNow().AddDays(10)));
        Powens.Faults.Add(Fault.Respond(status, "application/json", answer), method: "POST", path: "/2.0/users/*/connections/*");

        var session = await StartAsync(connection, new ReconnectOptions { RenewConsent = true });

        Assert.Equal((ReconnectOutcome.WaitingForProvider, 0), (session.Outcome, session.RejectedReplies));
        Assert.Equal(0, connection.Renewals);
    }

    [Fact]
    public async Task A_consent_that_has_ended_is_renewed_by_a_repair()
    {
        var connection = Add(setup => setup.WithSource("openapi", Clock.GetUtcNow().AddDays(1)).RenewsWith(static renewal => renewal.NeedsRedirect()));
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(StatusReason.ScaRequired, (await GetAsync(connection)).Status.Reason);

        var done = await VisitAsync(await StartAsync(connection));

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(0, connection.Renewals);
    }

    [Fact]
    public async Task A_repair_acts_on_the_source_that_is_broken()
    {
        var connection = Add(setup => setup.WithSource("openapi").WithSource("directaccess").OnSource("directaccess").NeedsOtp("123456"));

        var seen = await GetAsync(connection);
        Assert.Equal(
            [("openapi", ConnectionState.Active), ("directaccess", ConnectionState.ActionRequired)],
            seen.Parts.Select(part => (part.Name!, part.Status.State)));
        Assert.Contains(seen.Status.Advisories, advisory => advisory.Kind == AdvisoryKind.PartialData);
        var done = await TypeAsync(await StartAsync(connection), "123456");

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.All(Powens.Calls.Matching("POST", "/2.0/users/me/connections/*"), call => Assert.Equal("directaccess", call.Query["source"]));
        Assert.All((await GetAsync(connection)).Parts, part => Assert.Equal(ConnectionState.Active, part.Status.State));
    }

    private static bool AnnouncesAccounts(Connection connection) =>
        connection.Status is { State: ConnectionState.Active } status && status.Advisories.Any(advisory => advisory.Kind == AdvisoryKind.NewAccountsAvailable);

    private async Task<Connection> FirstListedAsync() => await Client.ListAsync(UserRef).FirstAsync();

    private async Task<AccountChange[]> ChangesAsync(Action<PowensAccounts> change) =>
        [.. (await RepairAsync(change)).Continuity!.Entries.Select(entry => entry.Change).Order()];

    private async Task<ReconnectSession> RepairAsync(Action<PowensAccounts> change, ReconnectOptions? options = null)
    {
        var connection = Add(setup => setup.NeedsOtp("123456").OnRepair(change));
        return await TypeAsync(await StartAsync(connection, options), "123456");
    }
}
