using System.Collections.Concurrent;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>A provider whose every answer a test writes down; it counts what reached it.</summary>
internal sealed class FakeProvider(ProviderId id, TimeProvider time) : ConnectionProvider, IReconnectStrategy
{
    private readonly ConcurrentQueue<string> _calls = new();
    private int _links;

    public override ProviderId Id => id;

    public override ProviderCapabilities Capabilities { get; } = new();

    public override StatusMap Statuses { get; } = new([]);

    public override IReconnectStrategy Reconnect => this;

    public Func<ReconnectContext, CancellationToken, Task<ReconnectMove>> OnBegin { get; set; } = null!;

    public Func<ReconnectContext, UserReply, CancellationToken, Task<ReconnectMove>> OnReply { get; set; } = null!;

    public Func<ReconnectContext, Task<ReconnectMove>> OnObserve { get; set; } = null!;

    public Func<ReconnectContext, Task<RequiredAction>>? OnLaunch { get; set; }

    public Func<Task<IReadOnlyList<Account>>> OnAccounts { get; set; } = () => Task.FromResult<IReadOnlyList<Account>>([]);

    public Action<string>? Called { get; set; }

    /// <summary>The state values that went out with links, oldest first.</summary>
    public List<string> States { get; } = [];

    public IReadOnlyList<string> Calls => [.. _calls];

    public int Count(string call) => _calls.Count(each => each == call);

    public Connection Connection(ConnectionRef connection, ConnectionState state, RequiredAction? action = null) => new()
    {
        Ref = connection,
        Status = new ConnectionStatus { State = state, Action = action ?? new RequiredAction.None(), Provider = new ProviderStatus(null, true) },
        ObservedAt = time.GetUtcNow(),
    };

    public ReconnectMove Move(
        ReconnectContext context, RequiredAction action, ReplyFate fate = ReplyFate.None, TimeSpan? again = null, ReconnectVerdict verdict = ReconnectVerdict.Continue) =>
        new()
        {
            Connection = Connection(context.Connection, verdict == ReconnectVerdict.Repaired ? ConnectionState.Active : ConnectionState.ActionRequired, action),
            Verdict = verdict,
            Action = action,
            Fate = fate,
            LookAgainAfter = again,
        };

    public ReconnectMove Repaired(ReconnectContext context, ReplyFate fate = ReplyFate.Accepted) =>
        Move(context, new RequiredAction.None(), fate, verdict: ReconnectVerdict.Repaired);

    public override Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        Note("get");
        return Task.FromResult(Connection(connection, ConnectionState.Active));
    }

    public override Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        Note("accounts");
        cancellationToken.ThrowIfCancellationRequested();
        return OnAccounts();
    }

    public async ValueTask<ReconnectMove> BeginAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        Note("begin");
        return await OnBegin(context, cancellationToken);
    }

    public async ValueTask<ReconnectMove> ReplyAsync(ReconnectContext context, UserReply reply, CancellationToken cancellationToken)
    {
        Note("reply");
        return await OnReply(context, reply, cancellationToken);
    }

    public async ValueTask<ReconnectMove> ObserveAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        Note("observe");
        return await OnObserve(context);
    }

    public async ValueTask<RequiredAction> IssueLaunchAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        Note("launch");
        if (OnLaunch is not null)
        {
            return await OnLaunch(context);
        }

        lock (States)
        {
            States.Add(context.State.Value);
        }

        return ((RequiredAction.FollowRedirect)context.Action) with
        {
            Url = new Uri($"https://bank.example/canary-link-{Interlocked.Increment(ref _links)}?state={context.State.Value}"),
        };
    }

    private void Note(string call)
    {
        _calls.Enqueue(call);
        Called?.Invoke(call);
    }
}
