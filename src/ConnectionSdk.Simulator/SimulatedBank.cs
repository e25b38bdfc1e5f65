namespace ConnectionSdk.Simulator;

/// <summary>
/// The bank behind a provider: it knows passwords and codes, locks a login after too many wrong ones, and remembers every submission.
/// Tests judge by what it saw, not by what a client says it did. Thread-safe.
/// </summary>
public sealed class SimulatedBank
{
    private readonly List<BankSubmission> _submissions = [];
    private readonly List<BankLogin> _logins = [];
    private int _lastChallenge;

    /// <summary>Makes a bank.</summary>
    /// <param name="clock">Where it takes its time from; a new <see cref="SimulatedClock"/> when null.</param>
    public SimulatedBank(TimeProvider? clock = null) => Clock = clock ?? new SimulatedClock();

    /// <summary>Where the bank takes its time from.</summary>
    public TimeProvider Clock { get; }

    /// <summary>After how many wrong passwords and codes in a row a login is locked.</summary>
    public int AttemptsBeforeLock { get; init; } = 3;

    /// <summary>How long a one-time code can be answered.</summary>
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an approval in the bank's app can be given.</summary>
    public TimeSpan ApprovalLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a consent on the bank's web page can be given.</summary>
    public TimeSpan ConsentLifetime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Every password, code, approval and consent received, in order.</summary>
    public IReadOnlyList<BankSubmission> Submissions => Locked(() => _submissions.ToArray());

    /// <summary>The customers.</summary>
    public IReadOnlyList<BankLogin> Logins => Locked(() => _logins.ToArray());

    /// <summary>How many one-time codes the bank has sent to its customers' phones.</summary>
    public int CodesSent { get; private set; }

    /// <summary>How many approvals the bank has asked for in its app.</summary>
    public int ApprovalsRequested { get; private set; }

    /// <summary>How many browser consents were begun.</summary>
    public int ConsentsRequested { get; private set; }

    internal object Gate { get; } = new();

    /// <summary>Takes on a customer.</summary>
    /// <param name="name">The login; made up when null.</param>
    /// <param name="password">The right password.</param>
    public BankLogin AddLogin(string? name = null, string password = "1234") => Locked(() =>
    {
        var login = new BankLogin(this, name ?? $"customer{_logins.Count + 1}", password);
        _logins.Add(login);
        return login;
    });

    /// <summary>Whether a login is locked. A login the bank does not know is not.</summary>
    /// <param name="login">Its name.</param>
    public bool IsLocked(string login) => Find(login)?.IsLocked == true;

    /// <summary>How many submissions of a kind were received, for one login or for all.</summary>
    /// <param name="kind">Password, code, approval or consent.</param>
    /// <param name="login">A login's name, or null for all.</param>
    public int Count(BankSubmissionKind kind, string? login = null) =>
        Submissions.Count(submission => submission.Kind == kind && (login is null || submission.Login == login));

    /// <summary>How many submissions answered this challenge: more than one is what a client must never do.</summary>
    /// <param name="challengeId">The challenge.</param>
    public int CountFor(string challengeId) => Submissions.Count(submission => submission.ChallengeId == challengeId);

    internal BankLogin? Find(string name) => Locked(() => _logins.Find(login => login.Name == name));

    internal BankChallenge Ask(BankLogin login, BankSubmissionKind kind, string? expected, TimeSpan? lifetime) => Locked(() =>
    {
        TimeSpan usual;
        switch (kind)
        {
            case BankSubmissionKind.Code:
                CodesSent++;
                usual = CodeLifetime;
                break;
            case BankSubmissionKind.Approval:
                ApprovalsRequested++;
                usual = ApprovalLifetime;
                break;
            default:
                ConsentsRequested++;
                usual = ConsentLifetime;
                break;
        }

        return new BankChallenge($"challenge-{++_lastChallenge}", login, kind, expected, Clock.GetUtcNow() + (lifetime ?? usual));
    });

    internal void Record(BankSubmission submission) => _submissions.Add(submission);

    private T Locked<T>(Func<T> read)
    {
        lock (Gate)
        {
            return read();
        }
    }
}
