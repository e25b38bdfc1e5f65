using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>A session outlives the registration it was started with: it says what is missing, and goes on when that is back.</summary>
public sealed class GoneProviderTests
{
    private readonly Repair _repair = new();

    [Fact]
    public async Task A_reply_is_not_spent_and_can_be_given_when_the_provider_is_back()
    {
        var session = await _repair.StartAsync();
        var writes = _repair.Store.Writes.Count;

        var gone = await Assert.ThrowsAsync<ProviderNotRegisteredException>(() => WithoutProvider().ReplyAsync(session.Id, Repair.Code()));

        Assert.Equal(Repair.Connection.Provider, gone.Provider);
        Assert.Contains("No provider is registered as fake. Registered: other, other@acme. Add the registration", gone.Message, StringComparison.Ordinal);
        Assert.Equal(writes, _repair.Store.Writes.Count);
        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.Flow.ReplyAsync(session.Id, Repair.Code())).Outcome);
    }

    [Fact]
    public async Task Every_other_member_says_so_or_does_without()
    {
        _repair.Begins(_repair.AskCode(), again: TimeSpan.FromSeconds(5));
        var session = await _repair.StartAsync();
        var flow = WithoutProvider();

        Assert.Equal(session.Version, (await flow.GetAsync(session.Id)).Version);
        Assert.Equal(session.Version, (await flow.PollAsync(session.Id)).Version);
        _repair.Clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<ProviderNotRegisteredException>(() => flow.PollAsync(session.Id));
        await Assert.ThrowsAsync<ProviderNotRegisteredException>(() => flow.StartAsync(Repair.Connection));
        Assert.Equal(ReconnectOutcome.Abandoned, (await flow.CancelAsync(session.Id)).Outcome);
    }

    [Fact]
    public async Task The_client_says_so_too()
    {
        var client = new ConnectionClient(new ConnectionProviders([]));

        var gone = await Assert.ThrowsAsync<ProviderNotRegisteredException>(() => client.GetAsync(Repair.Connection));

        Assert.Contains("Registered: none.", gone.Message, StringComparison.Ordinal);
    }

    private ReconnectFlow WithoutProvider() => new(
        new ConnectionProviders([new FakeProvider(new ProviderId("other", "acme"), _repair.Clock), new FakeProvider(new ProviderId("other"), _repair.Clock)]),
        _repair.Store,
        _repair.Revocations,
        _repair.Options,
        _repair.Clock);
}
