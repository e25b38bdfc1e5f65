using ConnectionSdk.Conformance;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.ConformanceTests.Simulated;

/// <summary>What the drivers over the simulators share: the clock, the bank's count, the call log and the faults.</summary>
public abstract class SimulatedDriver<TSimulator>(TSimulator simulator) : IProviderDriver
    where TSimulator : SimulatedProvider
{
    protected const int EveryRequest = 1_000;

    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    public TimeProvider Clock => Simulator.Clock;

    public abstract IReadOnlySet<Feature> Lacks { get; }

    public IReadOnlyCollection<string> Secrets => _secrets;

    public int Requests => Simulator.Calls.All.Count;

    public int ChangingRequests => Simulator.Calls.All.Count(IsChanging);

    public int DeleteRequests => Simulator.Calls.Count("DELETE");

    public virtual int SubmissionsAtBank => Simulator.Bank.Count(BankSubmissionKind.Code) + Simulator.Bank.Count(BankSubmissionKind.Password);

    public bool IsLockedAtBank => Simulator.Bank.Logins.Any(login => login.IsLocked);

    protected TSimulator Simulator { get; } = simulator;

    /// <summary>Longer than any pause of the adapter, shorter than any of its time limits.</summary>
    protected virtual TimeSpan LongestPause => TimeSpan.FromSeconds(6);

    private SimulatedClock Time => (SimulatedClock)Clock;

    public abstract ConnectionProvider CreateProvider(ILoggerFactory loggers);

    public abstract ConnectionRef AddConnection(Situation situation);

    public virtual IReadOnlyList<Account>? KnownAccountsOf(ConnectionRef connection) => null;

    public abstract Task<UserReply?> ActAsync(ReconnectSession session, Behaviour behaviour);

    public Task AdvanceAsync(TimeSpan time)
    {
        Time.Advance(time);
        return Task.CompletedTask;
    }

    public async Task PassTimeUntilAsync(Task call)
    {
        var ended = call.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await Time.AdvanceUntilAsync(ended, LongestPause);
    }

    public void Spoil(Trouble trouble)
    {
        switch (trouble)
        {
            case Trouble.AnswerLost:
                Simulator.Faults.Add(Fault.Drop().AfterProcessing(), IsChanging);
                break;
            case Trouble.Nonsense:
                Simulator.Faults.Add(Fault.HtmlPage(), EveryRequest);
                break;
            default:
                Simulator.Faults.Add(Fault.Slow(TimeSpan.FromDays(1)), EveryRequest);
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether a request changes something or makes the bank act.</summary>
    protected abstract bool IsChanging(RecordedCall call);

    protected string Secret(string value)
    {
        _secrets.Add(value);
        return value;
    }
}
