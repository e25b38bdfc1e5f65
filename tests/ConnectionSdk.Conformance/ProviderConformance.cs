using Xunit;

namespace ConnectionSdk.Conformance;

/// <summary>
/// What every adapter owes its users: unknown values, effects, expiry, cancellation, redaction, continuity, sessions that survive a restart.
/// Derive a test class, say how to start the driver, and run it with your tests. Judged by what the bank saw, not by what the adapter says.
/// </summary>
public abstract partial class ProviderConformance : IAsyncLifetime
{
    private const int MaxRounds = 40;

    private IProviderDriver? _driver;

    /// <summary>The driver of the running check.</summary>
    protected IProviderDriver Driver => _driver ?? throw new InvalidOperationException("The driver is started by InitializeAsync.");

    /// <summary>Starts a new world for one check.</summary>
    protected abstract Task<IProviderDriver> StartDriverAsync();

    /// <inheritdoc/>
    public async Task InitializeAsync() => _driver = await StartDriverAsync().ConfigureAwait(true);

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_driver is not null)
        {
            await _driver.DisposeAsync().ConfigureAwait(true);
        }
    }

    private void Need(Feature feature) => Skip.If(Driver.Lacks.Contains(feature), $"This provider cannot show: {feature}.");

    private Task<ReconnectSession> StartAsync(Stage stage, ConnectionRef connection) =>
        InTimeAsync(stage.Flow.StartAsync(connection, new ReconnectOptions { KnownAccounts = Driver.KnownAccountsOf(connection) }));

    private Task<ReconnectSession> ReplyAsync(Stage stage, ReconnectSession session, UserReply reply) =>
        InTimeAsync(stage.Flow.ReplyAsync(session.Id, reply));

    /// <summary>Time goes on while a call waits: an adapter that pauses and tries again must be seen doing so, not hang the suite.</summary>
    private async Task<T> InTimeAsync<T>(Task<T> call)
    {
        await Driver.PassTimeUntilAsync(call);
        return await call;
    }

    /// <summary>Plays the user until the session is over, and sees to it that only announced actions are asked for.</summary>
    private async Task<ReconnectSession> RepairAsync(Stage stage, ReconnectSession session, Behaviour behaviour)
    {
        var hasApproved = false;
        for (var round = 0; round < MaxRounds && !session.IsFinished; round++)
        {
            Assert.True(
                stage.Provider.Capabilities.ReconnectActions.Contains(session.Action.Kind),
                $"the repair asks for {session.Action.Kind}, which Capabilities.ReconnectActions does not announce");
            var approves = session.Action is RequiredAction.ApproveElsewhere && !hasApproved;
            hasApproved = session.Action is RequiredAction.ApproveElsewhere;
            session = session.Phase == ReconnectPhase.AwaitingUser || approves
                ? await ActAsync(stage, session, behaviour)
                : await LookAgainAsync(stage, session);
        }

        return session;
    }

    private async Task<ReconnectSession> ActAsync(Stage stage, ReconnectSession session, Behaviour behaviour) =>
        await Driver.ActAsync(session, behaviour) is { } reply
            ? await ReplyAsync(stage, session, reply)
            : await LookAgainAsync(stage, session);

    /// <summary>What the user says to the session; for checks in which there is something to say.</summary>
    private async Task<UserReply> AnswerAsync(ReconnectSession session, Behaviour behaviour) =>
        await Driver.ActAsync(session, behaviour)
        ?? throw new InvalidOperationException($"The driver's user has no reply to {session.Action.Kind}.");

    private async Task<ReconnectSession> UntilAskedAsync(Stage stage, ReconnectSession session)
    {
        for (var round = 0; round < MaxRounds && !IsAsked(session) && !session.IsFinished; round++)
        {
            session = await LookAgainAsync(stage, session);
        }

        Assert.True(IsAsked(session), $"the user should be asked for something, and the session is in phase {session.Phase}, outcome {session.Outcome}");
        return session;

        static bool IsAsked(ReconnectSession session) =>
            session.Phase == ReconnectPhase.AwaitingUser || (!session.IsFinished && session.Action is RequiredAction.ApproveElsewhere);
    }

    private async Task<ReconnectSession> UntilFinishedAsync(Stage stage, ReconnectSession session)
    {
        for (var round = 0; round < MaxRounds && !session.IsFinished; round++)
        {
            session = await LookAgainAsync(stage, session);
        }

        return session;
    }

    private async Task<ReconnectSession> LookAgainAsync(Stage stage, ReconnectSession session)
    {
        var wait = session.PollAt - Driver.Clock.GetUtcNow() ?? TimeSpan.FromSeconds(5);
        if (wait > TimeSpan.Zero)
        {
            await Driver.AdvanceAsync(wait);
        }

        return await InTimeAsync(stage.Flow.PollAsync(session.Id));
    }
}
