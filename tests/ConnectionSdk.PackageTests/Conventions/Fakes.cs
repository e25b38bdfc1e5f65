using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ConnectionSdk.PackageTests.Conventions;

/// <summary>A connection client written by hand, as an integrator's own tests would.</summary>
internal sealed class FakeClient : IConnectionClient
{
    public ConcurrentDictionary<ConnectionRef, Connection> Connections { get; } = new();

    public ProviderException? Failure { get; set; }

    public Task<ConnectSession> BeginConnectAsync(ConnectRequest request, CancellationToken cancellationToken = default) => Task.FromResult(new ConnectSession
    {
        User = request.User,
        Action = new RequiredAction.FollowRedirect { Actor = Actor.EndUser, Url = new Uri("https://provider.example/connect") },
    });

    public Task<Connection> CompleteConnectAsync(ConnectSession session, UserReply reply, CancellationToken cancellationToken = default) =>
        reply is UserReply.Abandoned ? throw new ConnectNotCompletedException(StatusReason.UserAbandoned, "The user gave up.") : GetAsync(session.User.Connection("1"), cancellationToken);

    public Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken = default) =>
        Failure is null ? Task.FromResult(Connections[connection]) : Task.FromException<Connection>(Failure);

    public async IAsyncEnumerable<Connection> ListAsync(UserRef user, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var connection in Connections.Values.Where(each => each.Ref.UserId == user.UserId))
        {
            yield return await Task.FromResult(connection);
        }
    }

    public Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken = default) =>
        Connections[connection].Status.State == ConnectionState.Revoked
            ? throw new AccessRevokedException(Connections[connection])
            : Task.FromResult<IReadOnlyList<Account>>([new Account { Id = "1", Name = "Everyday", Iban = "FR7630004000099999" }]);

    public Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions? options = null, CancellationToken cancellationToken = default) => GetAsync(connection, cancellationToken);

    public Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken = default) =>
        Task.FromResult(new RemovalPlan { Connection = connection, Allowed = false, Refusal = "It has data.", PlannedAt = DateTimeOffset.UnixEpoch });

    public Task RemoveAsync(RemovalPlan plan, CancellationToken cancellationToken = default) =>
        plan.Allowed ? Task.CompletedTask : Task.FromException(new RemovalRefusedException(plan, "It has data."));

    public ProviderCapabilities CapabilitiesOf(ConnectionRef connection) => new() { ListsConnections = true, ReconnectActions = [RequiredActionKind.ProvideFields] };
}

/// <summary>A repair that asks for a code and accepts one.</summary>
internal sealed class FakeFlow(string rightCode) : IReconnectFlow
{
    private ReconnectSession? _session;

    public Task<ReconnectSession> StartAsync(ConnectionRef connection, ReconnectOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(_session = new ReconnectSession
        {
            Id = ReconnectSessionId.Create(),
            Connection = connection,
            Phase = ReconnectPhase.AwaitingUser,
            Action = new RequiredAction.ProvideFields { Actor = Actor.EndUser, Fields = [new ActionField { Name = "otp", Kind = FieldKind.Otp }] },
            StartedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch.AddMinutes(30),
        });

    public Task<ReconnectSession> ReplyAsync(ReconnectSessionId session, UserReply reply, CancellationToken cancellationToken = default)
    {
        var known = Known(session);
        if (reply is not UserReply.FieldValues values)
        {
            throw new UnexpectedReplyException(known, "A code is asked for.");
        }

        return Task.FromResult(_session = values.Values["otp"].Reveal() != rightCode
            ? known with { RejectedReplies = known.RejectedReplies + 1, LastReply = Providers.ReplyFate.Rejected }
            : known with
            {
                Phase = ReconnectPhase.Finished,
                Outcome = ReconnectOutcome.Reconnected,
                Action = new RequiredAction.None(),
                Continuity = new ContinuityReport([new ContinuityEntry { Change = AccountChange.Same, BeforeId = "1", AfterId = "1" }]),
                Journal = [new JournalEntry(DateTimeOffset.UnixEpoch, "finished", ConnectionState.Active)],
            });
    }

    public Task<ReconnectSession> PollAsync(ReconnectSessionId session, CancellationToken cancellationToken = default) => Task.FromResult(Known(session));

    public async IAsyncEnumerable<ReconnectSession> WatchAsync(ReconnectSessionId session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return await PollAsync(session, cancellationToken);
    }

    public Task<ReconnectSession> GetAsync(ReconnectSessionId session, CancellationToken cancellationToken = default) => Task.FromResult(Known(session));

    public Task<ReconnectSession> CancelAsync(ReconnectSessionId session, CancellationToken cancellationToken = default) =>
        Task.FromResult(_session = Known(session) with { Phase = ReconnectPhase.Finished, Outcome = ReconnectOutcome.Abandoned });

    private ReconnectSession Known(ReconnectSessionId session) => _session?.Id == session ? _session : throw new ReconnectSessionNotFoundException(session);
}

/// <summary>An inbox that takes whatever it is given, and the stores a host may bring.</summary>
internal sealed class FakeInbox(ConnectionEvent what) : IWebhookInbox
{
    public Task<WebhookResult> ReceiveAsync(ProviderId provider, WebhookRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new WebhookResult { Verdict = WebhookVerdict.Accepted, SignatureValid = true, Events = [what], DeduplicationKey = "1" });
}

internal sealed class FakeStores : IReconnectSessionStore, IRevocationStore, IWebhookStore, Providers.ITokenStore
{
    private readonly Dictionary<ReconnectSessionId, StoredReconnectSession> _sessions = [];
    private readonly Dictionary<string, Connection> _revoked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Providers.StoredToken> _tokens = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public ValueTask<StoredReconnectSession?> FindAsync(ReconnectSessionId session, CancellationToken cancellationToken) => new(_sessions.GetValueOrDefault(session));

    public ValueTask<StoredReconnectSession?> FindLatestAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        new(_sessions.Values.LastOrDefault(each => each.Connection == connection));

    public ValueTask<bool> TryAddAsync(StoredReconnectSession session, CancellationToken cancellationToken) => new(_sessions.TryAdd(session.Id, session));

    public ValueTask<bool> TryReplaceAsync(StoredReconnectSession session, long expectedVersion, CancellationToken cancellationToken)
    {
        var fits = _sessions.GetValueOrDefault(session.Id)?.Version == expectedVersion;
        if (fits) _sessions[session.Id] = session;
        return new(fits);
    }

    public ValueTask<Connection?> FindAsync(ConnectionRef connection, CancellationToken cancellationToken) => new(_revoked.GetValueOrDefault(connection.ToString()));

    public ValueTask SetAsync(Connection connection, CancellationToken cancellationToken)
    {
        _revoked[connection.Ref.ToString()] = connection;
        return default;
    }

    public ValueTask ClearAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        _revoked.Remove(connection.ToString());
        return default;
    }

    public ValueTask<WebhookMark> BeginAsync(ProviderId provider, string key, TimeSpan lease, CancellationToken cancellationToken) =>
        new(_seen.Add(key) ? WebhookMark.New : WebhookMark.Seen);

    public ValueTask CompleteAsync(ProviderId provider, string key, TimeSpan keep, CancellationToken cancellationToken) => default;

    public ValueTask ReleaseAsync(ProviderId provider, string key, CancellationToken cancellationToken)
    {
        _seen.Remove(key);
        return default;
    }

    public ValueTask<WebhookOrder> AdvanceAsync(ConnectionRef connection, DateTimeOffset occurredAt, CancellationToken cancellationToken) => new(WebhookOrder.Newer);

    public ValueTask<Providers.StoredToken?> ReadAsync(string key, CancellationToken cancellationToken) => new(_tokens.GetValueOrDefault(key));

    public ValueTask WriteAsync(string key, Providers.StoredToken token, CancellationToken cancellationToken)
    {
        _tokens[key] = token;
        return default;
    }
}
