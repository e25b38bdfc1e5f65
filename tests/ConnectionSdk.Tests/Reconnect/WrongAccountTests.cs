using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>The accounts that come back are compared with those that were there.</summary>
public sealed class WrongAccountTests
{
    private static readonly Account Mine = new() { Id = "1", Name = "Everyday", Iban = "FR7630004000011111" };

    private static readonly Account Other = new() { Id = "2", Name = "Somebody's", Iban = "FR7630004000022222" };

    private readonly Repair _repair = new();

    [Theory]
    [InlineData(ContinuityPolicy.Strict, ReconnectOutcome.WrongAccount, RequiredActionKind.StartOver)]
    [InlineData(ContinuityPolicy.Report, ReconnectOutcome.Reconnected, RequiredActionKind.None)]
    public async Task Other_accounts_end_the_repair_as_the_policy_says(ContinuityPolicy policy, ReconnectOutcome outcome, RequiredActionKind action)
    {
        _repair.Provider.OnAccounts = () => Task.FromResult<IReadOnlyList<Account>>([_repair.Provider.Count("reply") == 0 ? Mine : Other]);
        var session = await _repair.StartAsync(new ReconnectOptions { Continuity = policy });

        var ended = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal((outcome, action), (ended.Outcome, ended.Action.Kind));
        Assert.Equal([AccountChange.Missing, AccountChange.Added], ended.Continuity!.Entries.Select(entry => entry.Change));
    }

    [Fact]
    public async Task Known_accounts_of_the_integrator_are_compared_without_being_read_first()
    {
        _repair.Provider.OnAccounts = () => Task.FromResult<IReadOnlyList<Account>>([Mine with { Id = "77" }]);
        var session = await _repair.StartAsync(new ReconnectOptions { KnownAccounts = [Mine] });
        Assert.Equal(0, _repair.Provider.Count("accounts"));

        var ended = await _repair.NewProcess().ReplyAsync(session.Id, Repair.Code());

        Assert.Equal((AccountChange.ReIdentified, "77"), (ended.Continuity!.Entries[0].Change, ended.Continuity.Entries[0].AfterId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accounts_that_cannot_be_read_before_or_after_stop_nothing_and_claim_nothing(bool before)
    {
        _repair.Provider.OnAccounts = () => (_repair.Provider.Count("reply") == 0) == before
            ? throw Repair.Failure(ProviderErrorKind.Conflict)
            : Task.FromResult<IReadOnlyList<Account>>([Mine]);
        var session = await _repair.StartAsync();

        var ended = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal((ReconnectOutcome.Reconnected, null), (ended.Outcome, ended.Continuity));
    }

    [Fact]
    public async Task The_strategy_is_told_which_accounts_were_there()
    {
        IReadOnlyList<string>? known = null;
        _repair.Provider.OnAccounts = () => Task.FromResult<IReadOnlyList<Account>>([Mine, Other]);
        _repair.Provider.OnBegin = (context, _) =>
        {
            known = context.KnownAccountIds;
            return Task.FromResult(_repair.Provider.Move(context, _repair.AskCode()));
        };

        await _repair.StartAsync();

        Assert.Equal(["1", "2"], known!);
    }
}
