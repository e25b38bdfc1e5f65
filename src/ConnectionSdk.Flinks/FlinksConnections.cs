using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks;

/// <summary>Reads, refreshes and removes connections. Flinks: Authorize, Retrieve account data, Account linking.</summary>
internal sealed class FlinksConnections(
    FlinksApi api, FlinksMapper mapper, FlinksErrorReader errors, FlinksOptions options, TimeProvider time)
{
    private const int MaxErrors = 3;

    private readonly FlinksLiveCalls _live = new(time);

    public async Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        (await ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Connection;

    /// <summary>Reads what is stored, the bank left alone.</summary>
    public async Task<FlinksReading> ReadAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var answer = await api.AuthorizeCachedAsync(connection.ConnectionId, cancellationToken).ConfigureAwait(false);
        return IsAbout(connection, answer) ? Reading(answer, connection) : throw Foreign(connection, ProviderErrorKind.Protocol);
    }

    /// <summary>Contacts the bank, one caller at a time.</summary>
    public async Task<FlinksReading> ContactBankAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        if (!_live.TryEnter(connection.ConnectionId))
        {
            throw Refuse(connection, ProviderErrorKind.Conflict, "the bank is being contacted for this connection already.", isTransient: true);
        }

        var isSent = true;
        try
        {
            var answer = await api.AuthorizeLiveAsync(connection.ConnectionId, connection.UserId, cancellationToken).ConfigureAwait(false);
            isSent = !IsTurnedAway(answer);
            return Reading(answer, connection);
        }
        catch (ProviderException exception)
        {
            isSent = exception.MayHaveBeenSent && exception.Kind != ProviderErrorKind.CredentialRejected;
            throw;
        }
        finally
        {
            _live.Leave(connection.ConnectionId, isSent);
        }
    }

    /// <summary>
    /// Where a contact that goes on in the background stands. The endpoint has to be activated: null where it is not there, so that only what is stored
    /// can tell. Flinks: Mid-session reconnect.
    /// </summary>
    public async ValueTask<FlinksAnswerDto?> FollowContactAsync(string requestId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await api.GetAuthorizeAsync(requestId, cancellationToken).ConfigureAwait(false);
            return FlinksCode.RowOf(answer) is "METHOD_NOT_AVAILABLE" or "INVALID_REQUEST" or "ACCESS_DENIED" or FlinksStatusMap.KeyRefused or FlinksStatusMap.Unexplained
                ? null
                : answer;
        }
        catch (ProviderException exception) when (!exception.IsTransient)
        {
            return null;
        }
    }

    /// <summary>What an answer says about a connection.</summary>
    /// <exception cref="ProviderException">Kind CredentialRejected: it says something about our own keys instead.</exception>
    public FlinksReading Reading(FlinksAnswerDto answer, ConnectionRef connection)
    {
        var key = FlinksCode.RowOf(answer);
        return FlinksCode.Is(key, FlinksStatusMap.KeyRefused) || FlinksCode.Is(key, "ACCESS_DENIED")
            ? throw Failure(connection, "Authorize", answer)
            : new FlinksReading(mapper.Connection(answer, connection, time.GetUtcNow()), answer, key);
    }

    /// <summary>Whether an answer is about the login that was asked for; some successes do not say.</summary>
    public static bool IsAbout(ConnectionRef connection, FlinksAnswerDto answer) =>
        answer.Login?.Id is not { } id || string.Equals(id, connection.ConnectionId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The connection of another login of the same user.</summary>
    /// <exception cref="ProviderException">Kind Protocol: no login has such an id.</exception>
    public static ConnectionRef Another(ConnectionRef connection, string loginId)
    {
        try
        {
            return new ConnectionRef(connection.Provider, loginId, connection.UserId);
        }
        catch (ArgumentException)
        {
            throw Foreign(connection, ProviderErrorKind.Protocol);
        }
    }

    public async Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);

        // The last refresh wanted an answer of the user: what was fetched before it can still be had by the RequestId. Flinks: Nightly refresh.
        var mayStillAnswer = FlinksCode.Is(reading.Key, "QUESTION_NOT_FOUND") && reading.Answer.RequestId is not null;
        if (reading.Connection.Status.State != ConnectionState.Active && !mayStillAnswer)
        {
            throw Failure(connection, "GetAccounts", reading.Answer);
        }

        var data = await WaitForAccountsAsync(connection, reading.Answer.RequestId, cancellationToken).ConfigureAwait(false);
        if (!IsAbout(connection, data))
        {
            throw Foreign(connection, ProviderErrorKind.Protocol);
        }

        return AccountsOf(data) ?? throw Failure(connection, "GetAccounts", mayStillAnswer ? reading.Answer : data);
    }

    /// <summary>The accounts an answer carries; null when it carries none that can be used.</summary>
    public static IReadOnlyList<Account>? AccountsOf(FlinksAnswerDto answer) =>
        answer.Accounts is { } accounts
        && FlinksCode.RowOf(answer) is var key
        && (key.Length == 0 || FlinksCode.Is(key, "OK") || FlinksCode.Is(key, "NO_TRANSACTION"))
        && Array.TrueForAll(accounts, account => account is { Id.Length: > 0 })
            ? FlinksMapper.Accounts(answer)
            : null;

    /// <summary>One question for the accounts of a session; a login without transactions is asked for its summary.</summary>
    public async Task<FlinksData> AskForAccountsAsync(string requestId, CancellationToken cancellationToken) =>
        await OfDetailAsync(requestId, await api.GetAccountsDetailAsync(requestId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Whether accounts that were promised are there.</summary>
    public async Task<FlinksData> PollAccountsAsync(string requestId, bool isSummary, CancellationToken cancellationToken) => isSummary
        ? new FlinksData(await api.PollAccountsSummaryAsync(requestId, cancellationToken).ConfigureAwait(false), IsSummary: true)
        : await OfDetailAsync(requestId, await api.PollAccountsDetailAsync(requestId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Asks the bank for fresh data, after one read that says whether it may be asked.</summary>
    public async Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions refresh, CancellationToken cancellationToken)
    {
        var now = await GetAsync(connection, cancellationToken).ConfigureAwait(false);
        if (!now.Status.RefreshAllowed)
        {
            throw Refuse(
                connection,
                ProviderErrorKind.Conflict,
                $"a refresh is not the way out of state {now.Status.State}: see the connection's required action, or start a repair.",
                isTransient: now.Status.State == ConnectionState.Degraded,
                code: now.Status.Provider.Code);
        }

        // Some answers do not say when there was data last.
        var (synced, contacted) = (PauseSince(now.LastSyncedAt), PauseSince(_live.LastOf(connection.ConnectionId)));
        var pause = contacted > synced ? contacted : synced;
        if (!refresh.UserPresent && pause > TimeSpan.Zero)
        {
            throw Refuse(
                connection,
                ProviderErrorKind.RateLimited,
                "the connection was refreshed a short while ago and the user is not present.",
                isTransient: true,
                retryAfter: pause);
        }

        var reading = await ContactBankAsync(connection, cancellationToken).ConfigureAwait(false);
        if (!IsAbout(connection, reading.Answer))
        {
            throw Foreign(connection, ProviderErrorKind.OutcomeUnknown);
        }

        // What waits for the user now says when there was data last: only a later refresh shows that the user has been through it.
        return reading.Connection.ResumeToken is { } token
            ? reading.Connection with
            {
                ResumeToken = (FlinksMemo.Parse(token, reading.Connection.ObservedAt) with { LastRefresh = now.LastSyncedAt, Before = now.Status.Provider.Code ?? "" }).ToString(),
            }
            : reading.Connection;
    }

    public async Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var refusal = reading.Connection.Status.State switch
        {
            ConnectionState.Deleted => "Flinks does not know the LoginId any more.",
            ConnectionState.Connecting => "Flinks is still processing this login and would refuse (CARD_IN_USE): plan again when it is done.",
            _ when FlinksCode.Is(reading.Key, "CARD_IN_USE") => "Flinks is still processing this login (CARD_IN_USE): plan again when it is done.",
            _ => null,
        };
        return new RemovalPlan
        {
            Connection = connection,
            Allowed = refusal is null,
            Refusal = refusal,
            DestroysHistory = refusal is null,
            Loses = refusal is not null
                ? []
                :
                [
                    "the LoginId, for good: connecting the same bank again gives a new LoginId",
                    "the account and transaction ids: the new LoginId has new ones, and nothing at Flinks ties them to the old",
                    "all data that Flinks holds for this login",
                ],
            Keeps = refusal is not null ? [] : ["the user's other logins", "what your own database holds"],
            Alternatives = reading.Connection.Status.State == ConnectionState.Deleted
                ? ["remove the reference on your side"]
                :
                [
                    "repair the connection: it keeps its LoginId and its account ids",
                    "switch nightly refresh off (FlinksProvider.SetScheduledRefreshAsync): everything is kept",
                ],
            PlannedAt = time.GetUtcNow(),
        };
    }

    /// <summary>Deletes the login. One that is gone already is what was wanted.</summary>
    public async Task RemoveAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteCardAsync(connection.ConnectionId, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.NotFound && exception.ProviderCode is not null)
        {
        }
    }

    public Task SetScheduledRefreshAsync(ConnectionRef connection, bool on, CancellationToken cancellationToken) =>
        api.SetScheduledRefreshAsync(connection.ConnectionId, on, cancellationToken);

    private async Task<FlinksAnswerDto> WaitForAccountsAsync(ConnectionRef connection, string? requestId, CancellationToken cancellationToken)
    {
        if (requestId is null)
        {
            throw new ProviderException(
                ProviderErrorKind.Protocol, connection.Provider.Name, "GetAccounts", $"{connection.Provider.Name}: the answer to Authorize has no RequestId.")
            { Tenant = connection.Provider.Tenant };
        }

        var until = time.GetUtcNow() + options.DataTimeout;
        var data = await AskForAccountsAsync(requestId, cancellationToken).ConfigureAwait(false);
        var isPromised = false;
        for (var failed = 0; IsPending(data.Answer) || MayBeAskedAgain(data.Answer, ref failed);)
        {
            var answer = data.Answer;

            // What is being fetched is not asked for once more because a look at it came at a bad moment.
            isPromised = IsPending(answer) || (isPromised && IsBusy(answer));
            var pause = PauseAfter(answer);
            if (time.GetUtcNow() + pause > until)
            {
                throw new ProviderException(ProviderErrorKind.Timeout, connection.Provider.Name, "GetAccounts")
                {
                    Tenant = connection.Provider.Tenant,
                    ProviderCode = FlinksCode.Of(answer),
                    IsTransient = true,
                    RetryAfter = answer.RetryAfter ?? FlinksMapper.Pace,
                };
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            data = isPromised
                ? await PollAccountsAsync(requestId, data.IsSummary, cancellationToken).ConfigureAwait(false)
                : await AskForAccountsAsync(requestId, cancellationToken).ConfigureAwait(false);
        }

        return data.Answer;
    }

    private async Task<FlinksData> OfDetailAsync(string requestId, FlinksAnswerDto detail, CancellationToken cancellationToken) =>
        FlinksCode.Is(FlinksCode.Of(detail), "NO_TRANSACTION") && detail.Accounts is null
            ? new FlinksData(await api.GetAccountsSummaryAsync(requestId, cancellationToken).ConfigureAwait(false), IsSummary: true)
            : new FlinksData(detail, IsSummary: false);

    /// <summary>A login in use frees itself; an unexpected error at Flinks is worth two more tries. Reading changes nothing.</summary>
    private static bool MayBeAskedAgain(FlinksAnswerDto answer, ref int failed) =>
        FlinksCode.Is(FlinksCode.Of(answer), "CARD_IN_USE")
        || (FlinksCode.Is(FlinksCode.Of(answer), "AGGREGATION_ERROR") && ++failed < MaxErrors);

    /// <summary>Ten seconds and up to one more, so that many waiting callers do not ask in step; longer where Flinks says so.</summary>
    public static TimeSpan PauseAfter(FlinksAnswerDto answer)
    {
        var asked = answer.RetryAfter ?? (IsBusy(answer) ? FlinksStatusMap.PauseAfter(FlinksCode.RowOf(answer)) : null);
        return (asked > FlinksMapper.Pace ? asked.Value : FlinksMapper.Pace) + TimeSpan.FromSeconds(Random.Shared.NextDouble());
    }

    /// <summary>Whether a look came at a bad moment and says nothing: the next one may.</summary>
    public static bool IsBusy(FlinksAnswerDto answer) => FlinksCode.RowOf(answer) is FlinksStatusMap.RateLimited or "CARD_IN_USE";

    /// <summary>Whether Flinks itself turned a contact away, so that the bank heard nothing of it.</summary>
    private static bool IsTurnedAway(FlinksAnswerDto answer) =>
        IsBusy(answer) || FlinksCode.RowOf(answer) is "CONCURRENT_SESSION" or "ACCESS_DENIED" or FlinksStatusMap.KeyRefused;

    public static bool IsSessionOver(FlinksAnswerDto answer) => FlinksCode.RowOf(answer) is "SESSION_EXPIRED" or "SESSION_NONEXISTENT";

    public static bool IsPending(FlinksAnswerDto answer) => FlinksCode.RowOf(answer) is "OPERATION_PENDING" or "OPERATION_DISPATCHED";

    /// <summary>How long a refresh without the user has to wait after this moment; nothing when there was none. A moment yet to come counts as now.</summary>
    private TimeSpan PauseSince(DateTimeOffset? moment)
    {
        var age = time.GetUtcNow() - moment ?? options.MinimumRefreshInterval;
        return options.MinimumRefreshInterval - (age < TimeSpan.Zero ? TimeSpan.Zero : age);
    }

    private ProviderException Failure(ConnectionRef connection, string operation, FlinksAnswerDto answer)
    {
        var error = errors.Read(answer);
        var code = error is { CodeIsKnown: true, Code: { } known } ? $" [{known}]" : "";
        return new ProviderException(
            error.Kind ?? ProviderErrorKind.Unknown,
            connection.Provider.Name,
            operation,
            $"{connection.Provider.Name} {operation}: Flinks answered something else than what was asked for{code}. Read the connection: its status says what to do.")
        {
            Tenant = connection.Provider.Tenant,
            StatusCode = answer.ReceivedStatus,
            ProviderCode = error.Code,
            ProviderMessage = error.DeveloperMessage,
            IsTransient = error.IsTransient ?? false,
            RetryAfter = error.RetryAfter,
        };
    }

    private static ProviderException Foreign(ConnectionRef connection, ProviderErrorKind kind) => new(
        kind, connection.Provider.Name, "Authorize", $"{connection.Provider.Name}: the answer is not about the connection that was asked for.")
    { Tenant = connection.Provider.Tenant };

    private static ProviderException Refuse(
        ConnectionRef connection, ProviderErrorKind kind, string message, bool isTransient, string? code = null, TimeSpan? retryAfter = null) =>
        new(kind, connection.Provider.Name, "RefreshConnection", $"{connection.Provider.Name}: not asked, {message}")
        {
            Tenant = connection.Provider.Tenant,
            ProviderCode = code,
            IsTransient = isTransient,
            RetryAfter = retryAfter,
            MayHaveBeenSent = false,
        };
}

/// <summary>An answer to a question for accounts, and which of the two endpoints is asked next.</summary>
internal sealed record FlinksData(FlinksAnswerDto Answer, bool IsSummary);
