using System.Runtime.CompilerServices;
using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens;

/// <summary>Reads, lists, refreshes and removes connections. Powens: Connections, Bank accounts.</summary>
internal sealed class PowensConnections(PowensApi api, PowensUsers users, PowensMapper mapper, PowensOptions options, TimeProvider time)
{
    private const int MaxPages = 1_000;

    public async Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        (await ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Connection;

    /// <summary>Reads a connection; one that is gone comes without its wire form.</summary>
    public async ValueTask<PowensReading> ReadAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await api.GetConnectionAsync(users.CredentialOf(connection), connection.ConnectionId, cancellationToken).ConfigureAwait(false);
            return Reading(answer.Body.Unwrapped, connection, ProviderErrorKind.Protocol);
        }
        catch (ProviderException exception) when (SaysGone(exception))
        {
            return new PowensReading(mapper.Gone(connection, exception, time.GetUtcNow()), null);
        }
    }

    /// <summary>
    /// Sends an update that passes no input of the user's on. An answer without the connection says no more than that the update was taken (the
    /// statuses 200, 202 and 204 occur, and a message alone), so the connection is read. Powens: Connections.
    /// </summary>
    public async Task<PowensReading> UpdateAsync(ConnectionRef connection, Func<CallCredential, Task<PowensConnectionDto>> send, CancellationToken cancellationToken)
    {
        try
        {
            var dto = await send(users.CredentialOf(connection)).ConfigureAwait(false);
            if (dto.Id is not null)
            {
                return Reading(dto, connection, ProviderErrorKind.OutcomeUnknown);
            }
        }
        catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.OutcomeUnknown && exception.StatusCode / 100 == 2)
        {
        }

        return await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What an answer says about a connection.</summary>
    /// <exception cref="ProviderException">The answer is about something else, or about nothing.</exception>
    public PowensReading Reading(PowensConnectionDto dto, ConnectionRef connection, ProviderErrorKind ifForeign) =>
        string.Equals(dto.Id, connection.ConnectionId, StringComparison.Ordinal)
            ? new PowensReading(mapper.Connection(dto, connection, time.GetUtcNow()), dto)
            : throw new ProviderException(
                ifForeign, connection.Provider.Name, "ReadConnection", $"{connection.Provider.Name}: the answer is not about the connection that was asked for.")
            { Tenant = connection.Provider.Tenant };

    public async IAsyncEnumerable<Connection> ListAsync(UserRef user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var credential = users.CredentialOf(user);
        var page = await api.ListConnectionsAsync(credential, offset: 0, cancellationToken).ConfigureAwait(false);
        var seen = 0;
        for (var number = 1; number <= MaxPages; number++)
        {
            var items = page.Connections ?? throw Malformed(user.Provider, "ListConnections", "the answer has no list.");
            foreach (var dto in items)
            {
                yield return mapper.Connection(dto, ReferenceOf(dto, user), time.GetUtcNow());
            }

            seen += items.Length;
            if (items.Length == 0)
            {
                yield break;
            }

            if (page.Links is { } links)
            {
                if (links.Next?.Href is not { } next)
                {
                    yield break;
                }

                page = await api.ListConnectionsAsync(credential, next, cancellationToken).ConfigureAwait(false);
            }
            else if (page.Total is { } total ? seen < total : items.Length >= PowensApi.PageSize)
            {
                page = await api.ListConnectionsAsync(credential, seen, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                yield break;
            }
        }
    }

    public async Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var accounts = new List<Account>();
        try
        {
            await foreach (var dto in ListAccountsAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                accounts.Add(PowensMapper.Account(dto.Id is null ? throw Malformed(connection.Provider, "ListAccounts", "an account has no id.") : dto));
            }
        }
        catch (ProviderException exception) when (PowensCode.Is(exception.ProviderCode, "noAccount"))
        {
            // The bank has none to share, which is an answer.
        }

        return accounts;
    }

    private async IAsyncEnumerable<PowensAccountDto> ListAccountsAsync(ConnectionRef connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var credential = users.CredentialOf(connection);
        var page = await api.ListAccountsAsync(credential, connection.ConnectionId, cancellationToken).ConfigureAwait(false);
        var seen = 0;
        for (var number = 1; number <= MaxPages; number++)
        {
            var items = page.Accounts ?? throw Malformed(connection.Provider, "ListAccounts", "the answer has no list.");
            foreach (var dto in items)
            {
                yield return dto;
            }

            seen += items.Length;
            if (items.Length > 0 && page.Links?.Next?.Href is { } next)
            {
                page = await api.ListMoreAccountsAsync(credential, next, cancellationToken).ConfigureAwait(false);
            }
            else if (items.Length > 0 && page.Links is null && seen < page.Total)
            {
                page = await api.ListMoreAccountsAsync(credential, connection.ConnectionId, seen, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                yield break;
            }
        }
    }

    /// <summary>Asks for a synchronisation, after one read that says whether it may be asked for.</summary>
    public async Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions refresh, CancellationToken cancellationToken)
    {
        var now = await GetAsync(connection, cancellationToken).ConfigureAwait(false);
        if (!now.Status.RefreshAllowed)
        {
            throw Refuse(now, ProviderErrorKind.Conflict, now.Status.RecoversByItself
                ? "Powens tries again by itself; asking it to would only add load."
                : $"a synchronisation cannot help in state {now.Status.State}: see the connection's required action.");
        }

        if (!refresh.UserPresent && NextRefreshIn(now) > TimeSpan.Zero)
        {
            throw Refuse(now, ProviderErrorKind.RateLimited, "the connection was synchronised a short while ago and the user is not present.");
        }

        return (await SynchroniseAsync(connection, refresh.UserPresent, isRepair: false, cancellationToken).ConfigureAwait(false)).Connection;
    }

    /// <summary>
    /// Asks for a synchronisation. A conflict is harmless: one has just been done, or is running. A password the bank refuses is the stored one, and
    /// a refusal that names a state is that state: all are read. Outside a repair, a refusal that the state does not show is told.
    /// </summary>
    public async Task<PowensReading> SynchroniseAsync(ConnectionRef connection, bool userPresent, bool isRepair, CancellationToken cancellationToken)
    {
        try
        {
            return await UpdateAsync(
                connection, user => api.SynchroniseAsync(user, connection.ConnectionId, userPresent, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (IsAnswer(exception) || exception.Kind == ProviderErrorKind.ChallengeRejected)
        {
            var reading = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            if (!isRepair && reading.Connection.Status.State == ConnectionState.Active
                && exception.Kind is not (ProviderErrorKind.Conflict or ProviderErrorKind.NotFound or ProviderErrorKind.ChallengeRejected))
            {
                throw;
            }

            return reading;
        }
    }

    public async Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var now = await GetAsync(connection, cancellationToken).ConfigureAwait(false);
        var gone = now.Status.State == ConnectionState.Deleted;
        return new RemovalPlan
        {
            Connection = connection,
            Allowed = !gone,
            Refusal = gone ? "Powens does not know the connection any more." : null,
            DestroysHistory = !gone,
            Loses = gone ? [] : ["the connection", "its accounts at Powens", "the whole history of transactions, for good"],
            Keeps = ["the user at Powens", "the user's other connections", "what your own database holds"],
            Alternatives = gone
                ? ["remove the reference on your side"]
                :
                [
                    "repair the connection: it keeps its id and its accounts",
                    "switch the automatic synchronisation off (PowensProvider.SetAutomaticRefreshAsync): everything is kept",
                ],
            PlannedAt = time.GetUtcNow(),
        };
    }

    /// <summary>Deletes a connection with all its history. One that is gone already counts as deleted.</summary>
    public async Task RemoveAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteConnectionAsync(users.CredentialOf(connection), connection.ConnectionId, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (SaysGone(exception))
        {
        }
        catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.OutcomeUnknown)
        {
            if ((await GetAsync(connection, cancellationToken).ConfigureAwait(false)).Status.State != ConnectionState.Deleted)
            {
                throw;
            }
        }
    }

    public async Task<Connection> SetActiveAsync(ConnectionRef connection, bool active, CancellationToken cancellationToken) =>
        (await UpdateAsync(connection, user => api.SetActiveAsync(user, connection.ConnectionId, active, cancellationToken), cancellationToken)
            .ConfigureAwait(false)).Connection;

    public async Task<Account> ShareAccountAsync(ConnectionRef connection, string accountId, CancellationToken cancellationToken)
    {
        var dto = await api.SetAccountDisabledAsync(users.CredentialOf(connection), accountId, disabled: false, cancellationToken).ConfigureAwait(false);
        return string.Equals(dto.Id, accountId, StringComparison.Ordinal)
            ? PowensMapper.Account(dto)
            : throw new ProviderException(
                ProviderErrorKind.OutcomeUnknown, connection.Provider.Name, "UpdateAccount",
                $"{connection.Provider.Name} UpdateAccount: the answer is not about the account that was to be shared. Read the accounts.")
            { Tenant = connection.Provider.Tenant };
    }

    /// <summary>A refusal that is a state of the connection, or says that another step is under way: what the connection is now has to be read.</summary>
    public static bool IsAnswer(ProviderException exception) =>
        exception.Kind is ProviderErrorKind.Conflict or ProviderErrorKind.NotFound
        || (exception.Kind is ProviderErrorKind.Unavailable or ProviderErrorKind.RateLimited or ProviderErrorKind.NotSupported
            && exception.StatusCode == 400
            && exception.ProviderCode is not null);

    /// <summary>
    /// Only Powens itself may say so, of the connection: the 404 page of something in between proves nothing, nor does a token that could not be had.
    /// </summary>
    private static bool SaysGone(ProviderException exception) =>
        exception is { Kind: ProviderErrorKind.NotFound, ProviderCode: not null, MayHaveBeenSent: true };

    private static ConnectionRef ReferenceOf(PowensConnectionDto dto, UserRef user)
    {
        try
        {
            return user.Connection(dto.Id ?? "");
        }
        catch (ArgumentException)
        {
            throw Malformed(user.Provider, "ListConnections", "a connection has no usable id.");
        }
    }

    /// <summary>How long until a refresh without the user may be asked for; one that claims to lie ahead counts as done just now.</summary>
    private TimeSpan? NextRefreshIn(Connection connection)
    {
        var since = time.GetUtcNow() - connection.LastSyncedAt;
        return since < TimeSpan.Zero ? options.MinimumRefreshInterval : options.MinimumRefreshInterval - since;
    }

    private ProviderException Refuse(Connection connection, ProviderErrorKind kind, string message) => new(
        kind, connection.Ref.Provider.Name, "RefreshConnection", $"{connection.Ref.Provider.Name}: not asked, {message}")
    {
        Tenant = connection.Ref.Provider.Tenant,
        ProviderCode = connection.Status.Provider.Code,
        IsTransient = connection.Status.RecoversByItself || kind == ProviderErrorKind.RateLimited,
        RetryAfter = kind == ProviderErrorKind.RateLimited
            ? NextRefreshIn(connection)
            : connection.NextAttemptAt > time.GetUtcNow() ? connection.NextAttemptAt - time.GetUtcNow() : null,
        MayHaveBeenSent = false,
    };

    private static ProviderException Malformed(ProviderId provider, string operation, string what) =>
        new(ProviderErrorKind.Protocol, provider.Name, operation, $"{provider.Name} {operation}: {what}") { Tenant = provider.Tenant };
}

/// <summary>A connection as read, with what Powens sent; that is null when the connection is gone.</summary>
internal readonly record struct PowensReading(Connection Connection, PowensConnectionDto? Wire);
