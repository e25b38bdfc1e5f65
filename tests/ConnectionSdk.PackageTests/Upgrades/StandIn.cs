using ConnectionSdk.Providers;

namespace ConnectionSdk.PackageTests.Upgrades;

/// <summary>The provider the stored sessions name. It answers nothing: ending a session needs no answer.</summary>
internal sealed class StandIn : ConnectionProvider, IReconnectStrategy
{
    public override ProviderId Id { get; } = new("fake");

    public override ProviderCapabilities Capabilities { get; } = new();

    public override StatusMap Statuses { get; } = new([]);

    public override IReconnectStrategy Reconnect => this;

    public override Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ReconnectMove> BeginAsync(ReconnectContext context, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ReconnectMove> ReplyAsync(ReconnectContext context, UserReply reply, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ReconnectMove> ObserveAsync(ReconnectContext context, CancellationToken cancellationToken) => throw new NotSupportedException();
}
