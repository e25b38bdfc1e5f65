using System.Runtime.CompilerServices;
using ConnectionSdk.Diagnostics;
using ConnectionSdk.Providers;

namespace ConnectionSdk;

/// <summary>The client over all registered providers.</summary>
public sealed class ConnectionClient : IConnectionClient
{
    private static readonly TimeSpan PlanLifetime = TimeSpan.FromMinutes(10);

    private readonly ConnectionProviders _providers;
    private readonly IRevocationStore _revocations;
    private readonly TimeProvider _time;

    /// <summary>A client over these providers.</summary>
    /// <param name="providers">The registered providers.</param>
    /// <param name="revocations">Which users have withdrawn access; null keeps that in memory. Share it with the reconnect flow.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    public ConnectionClient(ConnectionProviders providers, IRevocationStore? revocations = null, TimeProvider? timeProvider = null)
    {
        _providers = providers;
        _revocations = revocations ?? new InMemoryRevocationStore();
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public Task<ConnectSession> BeginConnectAsync(ConnectRequest request, CancellationToken cancellationToken = default)
    {
        var provider = _providers.Get(request.User.Provider);
        return ObserveAsync("connect.begin", provider, BeginAsync);

        async Task<ConnectSession> BeginAsync()
        {
            var state = CallbackState.Create();
            var session = await provider.BeginConnectAsync(request, state, cancellationToken).ConfigureAwait(false);
            return session with { StateHash = state.Hash, StateExpiresAt = _time.GetUtcNow() + CallbackState.Lasts };
        }
    }

    /// <inheritdoc/>
    public Task<Connection> CompleteConnectAsync(ConnectSession session, UserReply reply, CancellationToken cancellationToken = default)
    {
        var provider = _providers.Get(session.User.Provider);
        return ObserveAsync("connect.complete", provider, CompleteAsync);

        async Task<Connection> CompleteAsync()
        {
            if (reply is UserReply.Abandoned)
            {
                throw new ConnectNotCompletedException(StatusReason.UserAbandoned, "The user gave up before the connection was made. Offer to start again.");
            }

            if (reply is UserReply.RedirectReturned redirect
                && !CallbackState.Matches(CallbackState.QueryValue(redirect.Uri, "state"), session.StateHash is { } hash ? [hash] : []))
            {
                throw new ConnectNotCompletedException(
                    StatusReason.IntegratorError,
                    "The address the user came back to does not carry this session's state value: it belongs to another attempt, or somebody forged it. Start again.");
            }

            if (reply is UserReply.RedirectReturned && _time.GetUtcNow() >= session.StateExpiresAt)
            {
                throw new ConnectNotCompletedException(
                    StatusReason.SessionExpired,
                    "The user came back more than half an hour after the link was handed out. Look whether the connection is there already, and begin again if it is not.");
            }

            var connection = await provider.CompleteConnectAsync(session, reply, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(provider, connection, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken = default)
    {
        var provider = _providers.Get(connection.Provider);
        if (Operation.IsObserved)
        {
            return ObserveAsync("connection.get", provider, () => ReadUnlessRevokedAsync(provider, connection, cancellationToken));
        }

        return ReadUnlessRevokedAsync(provider, connection, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Connection> ListAsync(UserRef user, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var provider = _providers.Get(user.Provider);
        using var operation = Operation.Start("connection.list", user.Provider);
        await foreach (var connection in provider.ListAsync(user, cancellationToken).ConfigureAwait(false))
        {
            await RememberRevocationAsync(connection, cancellationToken).ConfigureAwait(false);
            yield return connection;
        }

        operation.Done(user);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken = default)
    {
        var provider = _providers.Get(connection.Provider);
        return ObserveAsync("accounts.get", provider, () => FetchAsync(connection, () => provider.GetAccountsAsync(connection, cancellationToken), cancellationToken));
    }

    /// <inheritdoc/>
    public Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions? options = null, CancellationToken cancellationToken = default)
    {
        var provider = _providers.Get(connection.Provider);
        return ObserveAsync("connection.refresh", provider, async () =>
        {
            var refreshed = await FetchAsync(
                connection, () => provider.RefreshAsync(connection, options ?? new RefreshOptions(), cancellationToken), cancellationToken).ConfigureAwait(false);
            await RememberRevocationAsync(refreshed, cancellationToken).ConfigureAwait(false);
            return refreshed;
        });
    }

    /// <inheritdoc/>
    public Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken = default)
    {
        var provider = _providers.Get(connection.Provider);
        return ObserveAsync("connection.planRemoval", provider, () => provider.PlanRemovalAsync(connection, cancellationToken));
    }

    /// <inheritdoc/>
    public Task RemoveAsync(RemovalPlan plan, CancellationToken cancellationToken = default)
    {
        if (!plan.Allowed)
        {
            throw new RemovalRefusedException(plan, $"Removal is refused: {plan.Refusal} Instead: {string.Join("; ", plan.Alternatives)}.");
        }

        if ((_time.GetUtcNow() - plan.PlannedAt).Duration() > PlanLifetime)
        {
            throw new RemovalRefusedException(
                plan, "The removal plan is older than ten minutes, or dated in the future. Make a new one, so that what it says is still true.");
        }

        var provider = _providers.Get(plan.Connection.Provider);
        return ObserveAsync("connection.remove", provider, async () =>
        {
            await provider.RemoveAsync(plan, cancellationToken).ConfigureAwait(false);
            return plan;
        });
    }

    /// <inheritdoc/>
    public ProviderCapabilities CapabilitiesOf(ConnectionRef connection) => _providers.Get(connection.Provider).Capabilities;

    private Task<Connection> ReadUnlessRevokedAsync(ConnectionProvider provider, ConnectionRef connection, CancellationToken cancellationToken)
    {
        // A provider that never reports a revocation is asked directly: nothing to look up, nothing to remember.
        return provider.Capabilities.ReportsRevocation || provider.Statuses.TellsRevocations ? LookUpAsync() : provider.GetAsync(connection, cancellationToken);

        async Task<Connection> LookUpAsync() =>
            await _revocations.FindAsync(connection, cancellationToken).ConfigureAwait(false)
            ?? await ReadAsync(provider, connection, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Connection> ReadAsync(ConnectionProvider provider, ConnectionRef connection, CancellationToken cancellationToken)
    {
        var read = await provider.GetAsync(connection, cancellationToken).ConfigureAwait(false);
        await RememberRevocationAsync(read, cancellationToken).ConfigureAwait(false);
        return read;
    }

    private ValueTask RememberRevocationAsync(Connection connection, CancellationToken cancellationToken) =>
        connection.Status.State == ConnectionState.Revoked ? _revocations.SetAsync(connection, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Makes a call for data, unless access has been withdrawn. When the call brings that to light, it was the last one.</summary>
    private async Task<T> FetchAsync<T>(ConnectionRef connection, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        if (await _revocations.FindAsync(connection, cancellationToken).ConfigureAwait(false) is { } known)
        {
            throw new AccessRevokedException(known);
        }

        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (AccessRevokedException revoked)
        {
            await _revocations.SetAsync(revoked.Connection, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<T> ObserveAsync<T>(string name, ConnectionProvider provider, Func<Task<T>> call)
    {
        using var operation = Operation.Start(name, provider.Id);
        try
        {
            var result = await call().ConfigureAwait(false);
            return result is Connection connection ? (T)(object)operation.Done(connection) : operation.Done(result);
        }
        catch (Exception exception) when (operation.Failed(exception))
        {
            throw;
        }
    }
}
