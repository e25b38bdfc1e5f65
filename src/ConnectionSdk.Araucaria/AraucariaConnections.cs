using ConnectionSdk.Araucaria.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria;

/// <summary>Reads, refreshes, disconnects and removes connections. Araucaria: Connections, Accounts, Refresh intents.</summary>
internal sealed class AraucariaConnections(AraucariaApi api, ProviderId provider, AraucariaMapper mapper, AraucariaOptions options, TimeProvider time)
{
    private const int MaxPages = 1_000;
    private const int MaxFailedLooks = 5;

    public async Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        (await ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Connection;

    /// <summary>Reads a connection; one that is gone comes without its wire form.</summary>
    public async Task<AraucariaReading> ReadAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            var dto = await api.GetConnectionAsync(connection.ConnectionId, cancellationToken).ConfigureAwait(false);
            return string.Equals(dto.AnyId, connection.ConnectionId, StringComparison.Ordinal)
                ? new AraucariaReading(mapper.Connection(dto, connection, time.GetUtcNow()), dto)
                : throw Malformed("GetConnection", "the answer is not about the connection that was asked for.");
        }
        catch (ProviderException exception) when (SaysGone(exception))
        {
            return new AraucariaReading(mapper.Gone(connection, exception, time.GetUtcNow()), null);
        }
    }

    public async Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var accounts = new List<Account>();
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        string? after = null;
        for (var number = 1; number <= MaxPages; number++)
        {
            var page = await api.ListAccountsAsync(connection.ConnectionId, after, cancellationToken).ConfigureAwait(false);
            foreach (var dto in page.Accounts ?? throw Malformed("ListAccounts", "the answer has no list."))
            {
                accounts.Add(dto?.Id is null ? throw Malformed("ListAccounts", "an account has no id.") : AraucariaMapper.Account(dto));
            }

            after = page.NextCursor;
            if (after is null || page.Accounts.Length == 0)
            {
                break;
            }

            if (!cursors.Add(after))
            {
                throw Malformed("ListAccounts", "the pages of the list go round in circles.");
            }
        }

        return accounts;
    }

    public async Task<Account> GetAccountAsync(ConnectionRef connection, string accountId, CancellationToken cancellationToken)
    {
        var dto = await api.GetAccountAsync(accountId, cancellationToken).ConfigureAwait(false);
        return string.Equals(dto.Id, accountId, StringComparison.Ordinal)
            && (dto.ConnectionId is null || string.Equals(dto.ConnectionId, connection.ConnectionId, StringComparison.Ordinal))
            ? AraucariaMapper.Account(dto)
            : throw Malformed("GetAccount", "the answer is not about the account and connection that were asked for.");
    }

    /// <summary>Asks for a synchronisation, after one read that says whether it may be asked for, and waits for its end.</summary>
    public async Task<Connection> RefreshAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var (now, wire) = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);

        // A running synchronisation may be joined. Araucaria: POST /v1/refresh-intents takes CONNECTED and VERIFYING connections.
        if (!now.Status.RefreshAllowed && !mapper.IsVerifying(wire))
        {
            throw Refuse(now);
        }

        var failure = (await AskForSyncAsync([connection.ConnectionId], cancellationToken).ConfigureAwait(false))?.FailureOf(connection.ConnectionId);
        var after = await GetAsync(connection, cancellationToken).ConfigureAwait(false);
        return failure is not null && after.Status.State == ConnectionState.Active ? throw Failed(failure) : after;
    }

    /// <summary>Asks for a synchronisation of up to ten connections in one call, and waits for its end.</summary>
    public async Task<IReadOnlyList<Connection>> RefreshAsync(IReadOnlyCollection<ConnectionRef> connections, CancellationToken cancellationToken)
    {
        var ids = connections.Select(static connection => connection.ConnectionId).Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length is 0 or > AraucariaApi.MostConnectionsPerIntent || connections.Any(connection => connection.Provider != provider))
        {
            throw new ProviderException(
                ProviderErrorKind.InvalidRequest, provider.Name, "RefreshConnections",
                $"{provider}: not asked, one refresh takes 1 to {AraucariaApi.MostConnectionsPerIntent} connections of this registration. Split the list.")
            { Tenant = provider.Tenant, MayHaveBeenSent = false };
        }

        var intent = await AskForSyncAsync(ids, cancellationToken).ConfigureAwait(false);
        var read = new List<Connection>(connections.Count);
        foreach (var connection in connections)
        {
            var after = await GetAsync(connection, cancellationToken).ConfigureAwait(false);
            read.Add(intent?.FailureOf(connection.ConnectionId) is { } failure ? mapper.WithFailure(after, failure) : after);
        }

        return read;
    }

    /// <summary>Says what would happen, from one read: whatever was ever synchronised cannot be deleted.</summary>
    public async Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var now = await GetAsync(connection, cancellationToken).ConfigureAwait(false);
        return now switch
        {
            { Status.State: ConnectionState.Deleted } => Plan(connection) with
            {
                Refusal = "Araucaria does not know the connection any more.",
                Keeps = ["what your own database holds"],
                Alternatives = ["remove the reference on your side"],
            },

            // An edition of the API leaves the last synchronisation out, but nothing is connected or disconnected without one.
            { LastSyncedAt: not null } or { Status.State: ConnectionState.Active } => HasData(connection, now.Status.State),
            _ => Plan(connection) with
            {
                Allowed = true,
                Loses = ["the connection, which was never synchronised as far as Araucaria says"],
                Keeps = ["the user's other connections", "what your own database holds"],
                Alternatives = ["let the user finish connecting: the connection keeps its id"],
            },
        };
    }

    /// <summary>Deletes a connection that has no data. One that is gone already counts as deleted.</summary>
    public async Task RemoveAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteConnectionAsync(connection.ConnectionId, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (SaysGone(exception))
        {
        }
        catch (ProviderException exception) when (AraucariaCode.Is(exception.ProviderCode, AraucariaStatusMap.HasData))
        {
            var plan = HasData(connection, ConnectionState.Unknown);
            throw new RemovalRefusedException(plan, $"Removal is refused: {plan.Refusal} Instead: {string.Join("; ", plan.Alternatives)}.");
        }
        catch (ProviderException exception) when (exception.Kind is ProviderErrorKind.OutcomeUnknown or ProviderErrorKind.Conflict)
        {
            if ((await GetAsync(connection, cancellationToken).ConfigureAwait(false)).Status.State != ConnectionState.Deleted)
            {
                throw;
            }
        }
    }

    public async Task<Connection> DisconnectAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            await api.DisconnectAsync(connection.ConnectionId, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (exception.Kind is ProviderErrorKind.OutcomeUnknown or ProviderErrorKind.Conflict)
        {
            var now = await GetAsync(connection, cancellationToken).ConfigureAwait(false);
            if (now.Status.State == ConnectionState.Disconnected)
            {
                return now;
            }

            throw;
        }

        return await GetAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Only Araucaria itself may say so: the 404 page of something in between, or of a wrong address, proves nothing.</summary>
    public static bool SaysGone(ProviderException exception) =>
        exception.Kind == ProviderErrorKind.NotFound && AraucariaCode.Is(exception.ProviderCode, AraucariaStatusMap.NotFound);

    /// <summary>The pause before the next read, longer each time.</summary>
    public TimeSpan Pace(int looks, TimeSpan longest) => new PollPace(options.PollInterval, options.PollFactor, longest).After(looks);

    /// <summary>
    /// One intent, then reads of it. A conflict is harmless: the connections are read anyway. So is a connection synchronised within the hour, which
    /// comes back completed at once. Null when nothing was started.
    /// </summary>
    private async Task<AraucariaRefreshIntentDto?> AskForSyncAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        AraucariaRefreshIntentDto intent;
        try
        {
            intent = await api.CreateRefreshIntentAsync(ids, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (AraucariaCode.Is(exception.ProviderCode, AraucariaStatusMap.InvalidState))
        {
            return null;
        }

        var (id, started, failed) = (intent.Id, time.GetUtcNow(), 0);
        for (var look = 0; !intent.IsOver && id is { Length: > 0 }; look++)
        {
            var pause = Pace(look, options.MaxRefreshPollInterval);
            if (time.GetUtcNow() + pause > started + options.RefreshTimeout)
            {
                break;
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            try
            {
                var next = await api.GetRefreshIntentAsync(id, cancellationToken).ConfigureAwait(false);
                failed = 0;

                // One may have failed while another is still running when the time is up.
                intent = next.IsOver || next.Connections is { Length: > 0 } ? next : intent;
            }
            catch (ProviderException exception)
            {
                // The intent is only a way to learn the end sooner: when it cannot be read, the connection is.
                if (!exception.IsTransient || ++failed > MaxFailedLooks)
                {
                    break;
                }
            }
        }

        return intent;
    }

    private RemovalPlan Plan(ConnectionRef connection) => new() { Connection = connection, Allowed = false, PlannedAt = time.GetUtcNow() };

    private RemovalPlan HasData(ConnectionRef connection, ConnectionState state)
    {
        var alternatives = new List<string>();
        if (state == ConnectionState.Disconnected)
        {
            alternatives.Add("remove the reference on your side: the connection is disconnected and stays so");
        }
        else
        {
            alternatives.Add("repair the connection (re-credential flow, IReconnectFlow.StartAsync): it keeps its id and its accounts");
            alternatives.Add(options.DisconnectRoute is null
                ? "have it disconnected: ask Araucaria for the route and set AraucariaOptions.DisconnectRoute; the data are kept"
                : "disconnect it (AraucariaProvider.DisconnectAsync): the data are kept, and it cannot be connected again");
        }

        return Plan(connection) with
        {
            Refusal = "Araucaria keeps every connection that was ever synchronised (CONNECTION_HAS_DATA).",
            Keeps = ["the connection", "its accounts and their history at Araucaria", "what your own database holds"],
            Alternatives = alternatives,
        };
    }

    private ProviderException Refuse(Connection connection) => new(
        ProviderErrorKind.Conflict, provider.Name, "RefreshConnection", $"{provider.Name}: not asked, " + (connection.Status.RecoversByItself
            ? "Araucaria is at work or tries again by itself; asking it to would only add load."
            : $"a synchronisation cannot help in state {connection.Status.State}: see the connection's required action."))
    {
        Tenant = provider.Tenant,
        ProviderCode = connection.Status.Provider.Code,
        IsTransient = connection.Status.RecoversByItself,
        MayHaveBeenSent = false,
    };

    private ProviderException Failed(AraucariaRefreshDto failure)
    {
        var (code, row) = mapper.RefreshError(failure);
        var isRefusedLogin = row.Reason == StatusReason.CredentialsInvalid;
        return new ProviderException(
            isRefusedLogin ? ProviderErrorKind.ChallengeRejected : ProviderErrorKind.Unavailable, provider.Name, "RefreshConnection",
            $"{provider.Name} RefreshConnection: the synchronisation failed although the connection still shows as working. " + (isRefusedLogin
                ? "The bank refused the login: do not ask again, read the connection later."
                : "Try again later."))
        { Tenant = provider.Tenant, ProviderCode = code, IsTransient = !isRefusedLogin };
    }

    private ProviderException Malformed(string operation, string what) =>
        new(ProviderErrorKind.Protocol, provider.Name, operation, $"{provider.Name} {operation}: {what}") { Tenant = provider.Tenant };
}

/// <summary>A connection as read, with what Araucaria sent; that is null when the connection is gone.</summary>
internal sealed record AraucariaReading(Connection Connection, AraucariaConnectionDto? Wire);
