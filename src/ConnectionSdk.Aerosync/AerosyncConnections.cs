using System.Runtime.CompilerServices;
using ConnectionSdk.Aerosync.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync;

/// <summary>Reads, lists and refreshes connections. One connection is one account. Aerosync: Bank account details.</summary>
internal sealed class AerosyncConnections(
    AerosyncApi api, AerosyncTokens tokens, AerosyncJobs jobs, AerosyncMapper mapper, AerosyncOptions options, TimeProvider time)
{
    public async Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        (await ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Connection;

    /// <summary>Reads a connection; where an error says how it is (gone, out of reach), it comes without its account.</summary>
    public async Task<AerosyncReading> ReadAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            var dto = await GetAccountAsync(connection, cancellationToken).ConfigureAwait(false);
            return new AerosyncReading(mapper.Connection(dto, connection, time.GetUtcNow()), AerosyncMapper.Account(dto, connection.ConnectionId));
        }
        catch (ProviderException exception)
        {
            if (mapper.Connection(exception, connection, time.GetUtcNow()) is not { } told)
            {
                throw;
            }

            return new AerosyncReading(told, null);
        }
    }

    public async IAsyncEnumerable<Connection> ListAsync(UserRef user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await api.ListConnectionsAsync(tokens.Credential, user.UserId, cancellationToken).ConfigureAwait(false);
        foreach (var dto in answer.Connections ?? throw Malformed(user.Provider, "ListConnections", "the answer has no list."))
        {
            if (dto is null)
            {
                continue;
            }

            yield return mapper.Connection(dto, ReferenceOf(dto, user), time.GetUtcNow());
        }
    }

    public async Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var dto = await GetAccountAsync(connection, cancellationToken).ConfigureAwait(false);
        var account = AerosyncMapper.Account(dto, connection.ConnectionId);
        var now = mapper.Connection(dto, connection, time.GetUtcNow());
        if (now.Status.State == ConnectionState.Revoked)
        {
            throw new AccessRevokedException(now);
        }

        // After the end of a consent nothing more is fetched. Aerosync: Reconnection widget.
        if (!options.ReadsBalances || dto.CanFetchBalance == false || now.Status.State == ConnectionState.ReconnectRequired)
        {
            return [account];
        }

        try
        {
            var balance = await api.GetBalanceAsync(tokens.Credential, connection.ConnectionId, cancellationToken).ConfigureAwait(false);
            return [balance.Account is { } read ? AerosyncMapper.WithBalance(account, read) : account];
        }
        catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.NotSupported)
        {
            return [account];
        }
    }

    /// <summary>Has the balance fetched from the bank, after one read that says whether it may be asked for, and waits for the job.</summary>
    public async Task<Connection> RefreshAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var now = await GetAsync(connection, cancellationToken).ConfigureAwait(false);
        if (!now.Status.RefreshAllowed)
        {
            throw now.Status.State == ConnectionState.Revoked ? new AccessRevokedException(now) : Refuse(now);
        }

        if (await jobs.StartAsync(connection, cancellationToken).ConfigureAwait(false) is not { } id)
        {
            return Syncing(now, null);
        }

        var job = await jobs.WaitAsync(connection, id, cancellationToken).ConfigureAwait(false);
        if (job?.State == AerosyncJobState.Running)
        {
            return Syncing(now, id);
        }

        if (job?.State == AerosyncJobState.NeedsUser)
        {
            return mapper.Connection(job, connection, time.GetUtcNow()) with
            {
                InstitutionId = now.InstitutionId,
                InstitutionName = now.InstitutionName,
                ConsentExpiresAt = now.ConsentExpiresAt,
            };
        }

        var after = await GetAsync(connection, cancellationToken).ConfigureAwait(false);
        return job?.State == AerosyncJobState.Failed && after.Status.State == ConnectionState.Active
            ? throw new ProviderException(
                ProviderErrorKind.Unavailable, connection.Provider.Name, "RefreshConnection",
                $"{connection.Provider.Name} RefreshConnection: the job failed although the connection still works. Try again later.")
            { Tenant = connection.Provider.Tenant, ProviderCode = job.Raw, IsTransient = true }
            : after;
    }

    /// <summary>Nothing can be removed: said without asking anybody, as there is no route to ask.</summary>
    public RemovalPlan PlanRemoval(ConnectionRef connection) => new()
    {
        Connection = connection,
        Allowed = false,
        Refusal = "Aerosync has no call that disconnects or deletes a connection, so removing is not supported.",
        Keeps = ["the connection, its account and its history at Aerosync", "what your own database holds"],
        Alternatives =
        [
            "stop reading the connection and remove the reference on your side",
            "have the user withdraw access in the bank's app or on its data-sharing page: the connection then shows as revoked",
            "ask Aerosync's support to remove it",
        ],
        PlannedAt = time.GetUtcNow(),
    };

    private async Task<AerosyncAccountDto> GetAccountAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        (await api.GetAccountAsync(tokens.Credential, connection.ConnectionId, cancellationToken).ConfigureAwait(false)).Account
        ?? throw Malformed(connection.Provider, "GetAccount", "the answer has no account.");

    private static ConnectionRef ReferenceOf(AerosyncAccountDto dto, UserRef user)
    {
        try
        {
            return user.Connection(dto.ConnectionId ?? "");
        }
        catch (ArgumentException)
        {
            throw Malformed(user.Provider, "ListConnections", "a connection has no usable id.");
        }
    }

    private static Connection Syncing(Connection connection, string? job) => connection with
    {
        Status = connection.Status with { Activity = ConnectionActivity.Syncing },
        ResumeToken = job is null ? null : AerosyncMemo.Of(job).ToString(),
    };

    private static ProviderException Refuse(Connection connection) => new(
        ProviderErrorKind.Conflict, connection.Ref.Provider.Name, "RefreshConnection",
        $"{connection.Ref.Provider.Name}: not asked, a refresh cannot help in state {connection.Status.State}: see the connection's required action.")
    {
        Tenant = connection.Ref.Provider.Tenant,
        ProviderCode = connection.Status.Provider.Code,
        IsTransient = connection.Status.RecoversByItself,
        MayHaveBeenSent = false,
    };

    private static ProviderException Malformed(ProviderId provider, string operation, string what) =>
        new(ProviderErrorKind.Protocol, provider.Name, operation, $"{provider.Name} {operation}: {what}") { Tenant = provider.Tenant };
}

/// <summary>A connection as read, and its account; that is null when an error said how the connection is.</summary>
internal sealed record AerosyncReading(Connection Connection, Account? Account);
