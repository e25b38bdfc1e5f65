using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>One connection, its provider, the store and the engine over them, on a clock that stands still.</summary>
internal sealed class Repair
{
    public static readonly ConnectionRef Connection = new(new ProviderId("fake"), "17", "42");

    public Repair(ReconnectFlowOptions? options = null)
    {
        Options = options ?? new ReconnectFlowOptions();
        Provider = new FakeProvider(Connection.Provider, Clock);
        Store = new RecordingStore(Clock);
        Flow = NewProcess();
        Provider.OnBegin = (context, _) => Task.FromResult(Provider.Move(context, AskCode()));
        Provider.OnReply = (context, _, _) => Task.FromResult(Provider.Repaired(context));
        Provider.OnObserve = context => Task.FromResult(Provider.Move(context, AskCode()));
    }

    public SimulatedClock Clock { get; } = new();

    public ReconnectFlowOptions Options { get; }

    public FakeProvider Provider { get; }

    public RecordingStore Store { get; }

    public InMemoryRevocationStore Revocations { get; } = new();

    public IReconnectFlow Flow { get; }

    public static UserReply Code(string code = "123456") => new UserReply.FieldValues("otp", SensitiveString.FromString(code));

    public static ProviderException Failure(ProviderErrorKind kind, bool transient = false, TimeSpan? retryAfter = null, bool sent = true) =>
        new(kind, "fake", "Test") { IsTransient = transient, RetryAfter = retryAfter, MayHaveBeenSent = sent, ProviderCode = "testCode" };

    /// <summary>The same sessions seen by another process: its own engine, with nothing handed out yet.</summary>
    public IReconnectFlow NewProcess() => new ReconnectFlow(new ConnectionProviders([Provider]), Store, Revocations, Options, Clock);

    public RequiredAction.ProvideFields AskCode(TimeSpan? lifetime = null, string? pattern = null) => new()
    {
        Actor = Actor.EndUser,
        Fields = [new ActionField { Name = "otp", Kind = FieldKind.Otp, Pattern = pattern }],
        ExpiresAt = lifetime is { } span ? Clock.GetUtcNow() + span : null,
    };

    public Task<ReconnectSession> StartAsync(ReconnectOptions? options = null) => Flow.StartAsync(Connection, options);

    public void Begins(RequiredAction action, TimeSpan? again = null) =>
        Provider.OnBegin = (context, _) => Task.FromResult(Provider.Move(context, action, again: again));

    public void Observes(RequiredAction action, TimeSpan? again = null) =>
        Provider.OnObserve = context => Task.FromResult(Provider.Move(context, action, again: again));

    public void ReplyFails(ProviderErrorKind kind, bool transient = false, bool sent = true) =>
        Provider.OnReply = (_, _, _) => throw Failure(kind, transient, sent: sent);

    /// <summary>Sends the user to the bank with a link; every look confirms that.</summary>
    public void AsksForRedirect(TimeSpan? again = null)
    {
        Begins(new RequiredAction.FollowRedirect { Actor = Actor.EndUser }, again);
        Observes(new RequiredAction.FollowRedirect { Actor = Actor.EndUser }, again);
    }

    public UserReply Return(int link = 0) => Return(Provider.States[link]);

    public static UserReply Return(string state) => new UserReply.RedirectReturned(new Uri($"https://app.example/back?state={state}&code=1"));
}
