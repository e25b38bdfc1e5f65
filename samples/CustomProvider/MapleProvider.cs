using System.Runtime.CompilerServices;
using ConnectionSdk;
using ConnectionSdk.Providers;
using Maple.Api;
using Microsoft.Extensions.Logging;

namespace Maple;

/// <summary>One Maple registration. What it does not override answers "not supported" by itself: here, making a first connection.</summary>
public sealed class MapleProvider : ConnectionProvider
{
    /// <summary>The provider's name in references: <c>maple:7/1</c>.</summary>
    public const string Name = "maple";

    private readonly MapleApi _api;
    private readonly MapleMapper _mapper;
    private readonly TimeProvider _time;

    internal MapleProvider(ProviderId id, MapleOptions options, Func<IProviderErrorReader, ProviderHttp> connect, TimeProvider time, ILogger logger)
    {
        Id = id;
        _time = time;

        // The reader counts codes without a row and warns once about each.
        var statuses = new StatusReader(id, MapleStatusMap.Map.With(options.StatusOverrides), logger);
        Statuses = statuses.Map;
        _api = new MapleApi(connect(new MapleErrorReader(statuses)), options);
        _mapper = new MapleMapper(statuses);
        Reconnect = new MapleReconnect(this, _api, options);
    }

    /// <inheritdoc/>
    public override ProviderId Id { get; }

    /// <inheritdoc/>
    public override StatusMap Statuses { get; }

    /// <inheritdoc/>
    public override IReconnectStrategy Reconnect { get; }

    /// <inheritdoc/>
    public override ProviderCapabilities Capabilities { get; } = new()
    {
        ListsConnections = true,
        Refreshes = true,
        Removes = true,
        RemovalDestroysHistory = true,
        ReportsRevocation = true,
        ReconnectActions =
            [RequiredActionKind.ProvideFields, RequiredActionKind.FollowRedirect, RequiredActionKind.VisitInstitution, RequiredActionKind.Wait],
    };

    /// <inheritdoc/>
    public override async Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            return _mapper.Connection(await _api.GetAsync(connection.ConnectionId, cancellationToken), connection, _time.GetUtcNow());
        }
        catch (ProviderException exception) when (exception.ProviderCode == MapleStatusMap.Unknown)
        {
            // Gone is a state, not a failure. A 404 without Maple's own code may come from anything in between, and proves nothing.
            return _mapper.Gone(connection, _time.GetUtcNow());
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Connection> ListAsync(UserRef user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var dto in await _api.ListAsync(user.UserId, cancellationToken))
        {
            if (dto.Id is { Length: > 0 } id)
            {
                yield return _mapper.Connection(dto, user.Connection(id), _time.GetUtcNow());
            }
        }
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        [.. (await _api.GetAccountsAsync(connection.ConnectionId, cancellationToken)).Select(MapleMapper.Account)];

    /// <inheritdoc/>
    public override async Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions options, CancellationToken cancellationToken) =>
        _mapper.Connection(await _api.RefreshAsync(connection.ConnectionId, options.UserPresent, cancellationToken), connection, _time.GetUtcNow());

    /// <inheritdoc/>
    public override Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken) => Task.FromResult(new RemovalPlan
    {
        Connection = connection,
        Allowed = true,
        DestroysHistory = true,
        Loses = ["the connection", "its accounts and their history at Maple"],
        Keeps = ["what your own database holds"],
        Alternatives = ["repair the connection: it keeps its id and its accounts"],
        PlannedAt = _time.GetUtcNow(),
    });

    /// <inheritdoc/>
    public override Task RemoveAsync(RemovalPlan plan, CancellationToken cancellationToken) =>
        _api.DeleteAsync(plan.Connection.ConnectionId, cancellationToken);
}
