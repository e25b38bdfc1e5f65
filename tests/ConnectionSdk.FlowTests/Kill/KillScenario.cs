using ConnectionSdk.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>A broken connection, its provider and bank, and the user who repairs it. The bank says at the end whether all went well.</summary>
internal abstract class KillScenario : IAsyncDisposable
{
    /// <summary>More looks than any repair takes.</summary>
    private const int MostLooks = 500;
    private const int LooksBeforeImpatience = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("connectionsdk-kill-").FullName;
    private int _looksAtApproval;

    public SimulatedClock Clock { get; } = new();

    public abstract SimulatedProvider Provider { get; }

    public abstract ConnectionRef Connection { get; }

    /// <summary>Where the API is below the address of the server.</summary>
    public abstract string ApiPath { get; }

    public string SessionFile => Path.Combine(_folder, "sessions");

    /// <summary>What the application is configured with.</summary>
    /// <param name="api">Where it finds the provider's API.</param>
    public abstract IEnumerable<string> Settings(Uri api);

    /// <summary>What the user does when asked; a line of <see cref="UserReplies"/>.</summary>
    public abstract Task<string> ReplyAsync(RequiredActionKind asked, string link);

    /// <summary>What the user does while everybody waits.</summary>
    protected virtual void DoMeanwhile()
    {
    }

    /// <summary>What the bank and the provider were sent, each named; more than <see cref="Most"/> of any is a failure.</summary>
    public abstract IReadOnlyDictionary<string, int> Sent { get; }

    /// <summary>How often anything may be sent: once what is right, and twice what is wrong, because a third one locks the user out.</summary>
    public int Most => IsUserRight ? 1 : 2;

    /// <summary>Whether the user knows the code. Where not, the repair has to end before the bank locks the login.</summary>
    protected bool IsUserRight { get; init; } = true;

    public bool IsExpected(ReconnectOutcome outcome) =>
        outcome is ReconnectOutcome.Reconnected or ReconnectOutcome.NotNeeded || (outcome is ReconnectOutcome.NotRepairable && !IsUserRight);

    public DateTimeOffset WaitUntil(DateTimeOffset at)
    {
        DoMeanwhile();
        if (at > Clock.GetUtcNow())
        {
            Clock.SetUtcNow(at);
        }

        return Clock.GetUtcNow();
    }

    /// <summary>
    /// Another process comes up with nothing but the stored sessions, and the user asks for a repair again. Nobody was the wiser at the bank, and the user
    /// was not kept waiting longer than until the dead process counts as dead.
    /// </summary>
    /// <returns>The session at its end, and how long the user had to wait for the first question or the end.</returns>
    public async Task<(ReconnectSession Session, TimeSpan Waited)> RestartAsync()
    {
        string[] settings = [.. Settings(new Uri(Provider.BaseAddress, ApiPath))];
        await using var application = Application.Build(settings, new FileSessionStore(SessionFile), Clock);
        var flow = application.GetRequiredService<IReconnectFlow>();
        var restarted = Clock.GetUtcNow();
        TimeSpan? waited = null;
        var session = await Application.RunAsync(Clock, flow.StartAsync(Connection, KnownAccounts.Options(settings)));
        for (var look = 0; look < MostLooks && !session.IsFinished; look++)
        {
            var isAtRest = session.Action is RequiredAction.Wait or RequiredAction.ApproveElsewhere || session.Phase == ReconnectPhase.Submitting;
            if (isAtRest && !IsImpatient(session))
            {
                WaitUntil(session.PollAt!.Value);
                session = await Application.RunAsync(Clock, flow.PollAsync(session.Id));
                continue;
            }

            waited ??= Clock.GetUtcNow() - restarted;
            var reply = UserReplies.Parse(await ReplyAsync(session.Action.Kind, $"{UserReplies.LinkOf(session.Action)}"));
            session = await Application.RunAsync(Clock, flow.ReplyAsync(session.Id, reply));
        }

        return (session, waited ?? Clock.GetUtcNow() - restarted);
    }

    /// <summary>A user who has approved in the bank's app and still waits says so.</summary>
    private bool IsImpatient(ReconnectSession session) => session.Action is RequiredAction.ApproveElsewhere && ++_looksAtApproval % LooksBeforeImpatience == 0;

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
