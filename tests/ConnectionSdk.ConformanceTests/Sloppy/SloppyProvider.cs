using System.Runtime.CompilerServices;
using ConnectionSdk.Providers;
using Maple.Fake;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.ConformanceTests.Sloppy;

/// <summary>A good adapter with one flaw. It exists so that the suite proves itself: each flaw must be flagged.</summary>
internal sealed class SloppyProvider : ConnectionProvider
{
    private readonly ConnectionProvider _good;
    private readonly Flaw _flaw;

    public SloppyProvider(ConnectionProvider good, Flaw flaw, TimeProvider time, ILogger logger)
    {
        _good = good;
        _flaw = flaw;
        Capabilities = flaw switch
        {
            Flaw.ForgetsRevocations => good.Capabilities with { ReportsRevocation = false },
            Flaw.AsksForWhatItDoesNotAnnounce => good.Capabilities with { ReconnectActions = [RequiredActionKind.Wait] },
            _ => good.Capabilities,
        };
        Statuses = flaw switch
        {
            Flaw.ForgetsRevocations => new StatusMap(good.Statuses.Rows.Where(row => row.State != ConnectionState.Revoked)),
            Flaw.HasARowWithoutMeaning => good.Statuses.With([new StatusRow { Code = "new", State = ConnectionState.Active, Meaning = "", Source = "" }]),
            _ => good.Statuses,
        };
        Reconnect = new SloppyReconnect(this, good.Reconnect, flaw, time, logger);
    }

    public override ProviderId Id => _good.Id;

    public override ProviderCapabilities Capabilities { get; }

    public override StatusMap Statuses { get; }

    public override IReconnectStrategy Reconnect { get; }

    public override async Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        if (_flaw == Flaw.IgnoresCancellationOnTheWay)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        Connection read;
        try
        {
            var isDeaf = _flaw is Flaw.IgnoresCancellation or Flaw.IgnoresCancellationOnTheWay;
            read = await _good.GetAsync(connection, isDeaf ? CancellationToken.None : cancellationToken);
        }
        catch (ProviderException exception) when (_flaw == Flaw.LetsForeignExceptionsOut)
        {
            throw new FormatException("'<' is an invalid start of a value.", exception);
        }

        return (_flaw, read.Status.State) switch
        {
            (Flaw.ThrowsOnAnUnknownStatus, ConnectionState.Unknown) => throw new InvalidOperationException("Unknown status."),
            (Flaw.TakesAnUnknownStatusForHealth, ConnectionState.Unknown) => With(ConnectionState.Active),
            (Flaw.ThrowsWhenGone, ConnectionState.Deleted) => throw new InvalidOperationException("Not found."),
            (Flaw.TakesGoneForBroken, ConnectionState.Deleted) => With(ConnectionState.ReconnectRequired),
            (Flaw.RefreshesOnRead, ConnectionState.Active) => await _good.RefreshAsync(connection, new RefreshOptions(), cancellationToken),
            _ => read,
        };

        Connection With(ConnectionState state) => read with { Status = read.Status with { State = state } };
    }

    public override async Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var accounts = await _good.GetAccountsAsync(connection, cancellationToken);
        return _flaw switch
        {
            Flaw.HidesAccountNumbers => [.. accounts.Select(account => account with { Number = null, MaskedNumber = null })],
            Flaw.InventsAccountIds => [.. accounts.Select((account, index) => account with { Id = $"{index}", Number = null, MaskedNumber = null })],
            _ => accounts,
        };
    }

    public override async IAsyncEnumerable<Connection> ListAsync(UserRef user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var connection in _good.ListAsync(user, cancellationToken))
        {
            if (_flaw != Flaw.ListsNothing)
            {
                yield return connection;
            }
        }
    }

    public override async Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await _good.RefreshAsync(connection, options, cancellationToken);
        }
        catch (ProviderException) when (_flaw == Flaw.RepeatsRefreshes)
        {
            return await _good.RefreshAsync(connection, options, cancellationToken);
        }
        catch (ProviderException exception) when (_flaw == Flaw.PutsTheKeyIntoExceptions)
        {
            throw new ConnectionSdkException($"Failed with x-maple-key {FakeMaple.ApiKey}.", exception);
        }
    }

    public override async Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var plan = await _good.PlanRemovalAsync(connection, cancellationToken);
        if (_flaw == Flaw.DeletesWhilePlanning)
        {
            await _good.RemoveAsync(plan, cancellationToken);
        }

        return plan;
    }

    public override Task RemoveAsync(RemovalPlan plan, CancellationToken cancellationToken) => _good.RemoveAsync(plan, cancellationToken);
}
