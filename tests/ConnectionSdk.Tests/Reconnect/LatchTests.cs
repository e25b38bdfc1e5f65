using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>What a repair does to the memory of a withdrawn access: it is cleared when the connection works again, and never lost to a crash.</summary>
public sealed class LatchTests
{
    private readonly Repair _repair = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_the_end_of_a_repair_is_stored_the_latch_is_clear_already(bool needed)
    {
        await RevokeAsync();
        var wasClear = false;
        _repair.Store.BeforeReplace = LookAsync;
        _repair.Provider.OnBegin = (context, _) =>
            Task.FromResult(needed ? _repair.Provider.Move(context, _repair.AskCode()) : _repair.Provider.Repaired(context, ReplyFate.None));

        var session = await _repair.StartAsync();
        session = needed ? await _repair.Flow.ReplyAsync(session.Id, Repair.Code()) : session;

        Assert.Equal(needed ? ReconnectOutcome.Reconnected : ReconnectOutcome.NotNeeded, session.Outcome);
        Assert.True(wasClear);
        Assert.Null(await _repair.Revocations.FindAsync(Repair.Connection, default));

        async Task LookAsync(StoredReconnectSession stored)
        {
            _repair.Store.BeforeReplace = LookAsync;
            wasClear = stored.IsFinished && await _repair.Revocations.FindAsync(Repair.Connection, default) is null;
        }
    }

    [Fact]
    public async Task When_the_end_cannot_be_stored_the_next_look_ends_the_repair()
    {
        await RevokeAsync();
        var session = await _repair.StartAsync();
        _repair.Store.BeforeReplace = EndCannotBeStored;
        await Assert.ThrowsAsync<IOException>(() => _repair.Flow.ReplyAsync(session.Id, Repair.Code()));

        _repair.Store.BeforeReplace = null;
        _repair.Provider.OnObserve = context => Task.FromResult(_repair.Provider.Repaired(context, ReplyFate.None));
        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.PollAsync(session.Id)).Outcome);
        Assert.Null(await _repair.Revocations.FindAsync(Repair.Connection, default));
        Assert.Equal(1, _repair.Provider.Count("reply"));
    }

    [Fact]
    public async Task While_the_latch_cannot_be_cleared_the_repair_is_not_over()
    {
        await RevokeAsync();
        var jammed = new Jammed(_repair.Revocations);
        var flow = new ReconnectFlow(new ConnectionProviders([_repair.Provider]), _repair.Store, jammed, _repair.Options, _repair.Clock);
        var session = await flow.StartAsync(Repair.Connection);
        await Assert.ThrowsAsync<IOException>(() => flow.ReplyAsync(session.Id, Repair.Code()));

        jammed.IsJammed = false;
        _repair.Provider.OnObserve = context => Task.FromResult(_repair.Provider.Repaired(context, ReplyFate.None));
        Assert.Equal(ReconnectOutcome.Reconnected, (await flow.PollAsync(session.Id)).Outcome);
        Assert.Null(await _repair.Revocations.FindAsync(Repair.Connection, default));
        Assert.Equal(1, _repair.Provider.Count("reply"));
    }

    [Fact]
    public async Task Access_that_is_withdrawn_while_the_accounts_are_compared_stays_withdrawn()
    {
        var revoked = _repair.Provider.Connection(Repair.Connection, ConnectionState.Revoked, new RequiredAction.OpenWidget { Actor = Actor.EndUser });
        var session = await _repair.StartAsync(new ReconnectOptions { KnownAccounts = [new Account { Id = "1" }] });
        _repair.Provider.OnAccounts = () => throw new AccessRevokedException(revoked);

        var over = await _repair.Flow.ReplyAsync(session.Id, Repair.Code());

        Assert.Equal((ReconnectOutcome.NotRepairable, RequiredActionKind.OpenWidget), (over.Outcome, over.Action.Kind));
        Assert.Equal((ConnectionState.Revoked, ReplyFate.Accepted, 0), (over.Observed!.Status.State, over.LastReply, over.RejectedReplies));
        Assert.NotNull(await _repair.Revocations.FindAsync(Repair.Connection, default));
        var client = new ConnectionClient(new ConnectionProviders([_repair.Provider]), _repair.Revocations, _repair.Clock);
        await Assert.ThrowsAsync<AccessRevokedException>(() => client.GetAccountsAsync(Repair.Connection));
        Assert.Equal(1, _repair.Provider.Count("accounts"));
    }

    private async Task RevokeAsync() =>
        await _repair.Revocations.SetAsync(_repair.Provider.Connection(Repair.Connection, ConnectionState.Revoked), default);

    private Task EndCannotBeStored(StoredReconnectSession session)
    {
        _repair.Store.BeforeReplace = EndCannotBeStored;
        return session.IsFinished ? throw new IOException("The database is away.") : Task.CompletedTask;
    }

    private sealed class Jammed(IRevocationStore inner) : IRevocationStore
    {
        public bool IsJammed { get; set; } = true;

        public ValueTask<Connection?> FindAsync(ConnectionRef connection, CancellationToken cancellationToken) => inner.FindAsync(connection, cancellationToken);

        public ValueTask SetAsync(Connection connection, CancellationToken cancellationToken) => inner.SetAsync(connection, cancellationToken);

        public ValueTask ClearAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
            IsJammed ? throw new IOException("The database is away.") : inner.ClearAsync(connection, cancellationToken);
    }
}
