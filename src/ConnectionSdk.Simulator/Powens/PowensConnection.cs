namespace ConnectionSdk.Simulator.Powens;

/// <summary>A connection as the provider really holds it, and what was done to it: ground truth for tests. Thread-safe.</summary>
public sealed class PowensConnection
{
    private readonly PowensSimulator _powens;
    private readonly List<string> _codesReceived = [];
    private TaskCompletionSource _changed = NewSignal();

    internal PowensConnection(PowensSimulator powens, long id, PowensUser user, BankLogin login)
    {
        _powens = powens;
        Id = id;
        User = user;
        Login = login;
        StoredPassword = login.Password;
        CreatedAt = powens.Clock.GetUtcNow();
        Accounts = new PowensAccounts(powens.NextAccountId, powens.Clock);
        Repair = new PowensRepair(powens, this);
    }

    /// <summary>Powens' id.</summary>
    public long Id { get; }

    /// <summary>Whose connection it is.</summary>
    public PowensUser User { get; }

    /// <summary>The bank customer behind it.</summary>
    public BankLogin Login { get; }

    /// <summary>The state now, null when all is well. Powens: SCA and connection states.</summary>
    public string? State => _powens.Locked(() =>
    {
        Repair.Settle();
        return Repair.State;
    });

    /// <summary>Whether it has been deleted.</summary>
    public bool IsGone { get; internal set; }

    /// <summary>The accounts, disabled and deleted ones included.</summary>
    public PowensAccounts Accounts { get; }

    /// <summary>The ways to the bank.</summary>
    public IReadOnlyList<PowensSource> Sources { get; internal set; } = [];

    /// <summary>Whether Powens syncs it by itself.</summary>
    public bool IsActive { get; internal set; } = true;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>The last successful sync, or null before the first.</summary>
    public DateTimeOffset? LastSyncedAt { get; internal set; }

    /// <summary>When Powens tries again by itself.</summary>
    public DateTimeOffset? NextTryAt { get; internal set; }

    /// <summary>Updates with an empty body.</summary>
    public int Forces { get; internal set; }

    /// <summary>Sync requests (PUT).</summary>
    public int SyncRequests { get; internal set; }

    /// <summary>Updates that asked to resume.</summary>
    public int Resumes { get; internal set; }

    /// <summary>Updates that carried field values.</summary>
    public int FieldSubmissions { get; internal set; }

    /// <summary>Updates that asked to renew the authorisation.</summary>
    public int Renewals { get; internal set; }

    /// <summary>How often the connection went from broken to healthy.</summary>
    public int Repairs { get; private set; }

    /// <summary>The one-time codes received for it, in order, over the API and in the webview.</summary>
    public IReadOnlyList<string> CodesReceived => _powens.Locked(() => _codesReceived.ToArray());

    /// <summary>What the bank waits for, if anything.</summary>
    public BankChallenge? Challenge => _powens.Locked(() => Repair.Challenge);

    internal PowensRepair Repair { get; }

    internal string? StoredPassword { get; set; }

    internal Action<PowensAccounts>? AccountsAfterRepair { get; set; }

    internal Task Changed => _changed.Task;

    /// <summary>The connection breaks, now, in the way described.</summary>
    /// <param name="breaks">The obstacles, in the order they must be overcome.</param>
    public void Break(Action<PowensConnectionSetup> breaks)
    {
        ArgumentNullException.ThrowIfNull(breaks);
        _powens.Locked(() =>
        {
            var setup = new PowensConnectionSetup(_powens.Clock);
            breaks(setup);
            setup.ApplyBreakage(this);
            return true;
        });
        SignalChange();
    }

    internal BankResult CodeReceived(string code, BankChallenge? challenge)
    {
        _codesReceived.Add(code);
        return Login.TryCode(challenge, code);
    }

    internal BankResult PasswordReceived(string password)
    {
        StoredPassword = password;
        return Login.TryPassword(password);
    }

    internal void Synced(DateTimeOffset at)
    {
        LastSyncedAt = at;
        NextTryAt = at.AddDays(1);
    }

    internal void Repaired(DateTimeOffset at)
    {
        Repairs++;
        Synced(at);
        foreach (var source in Sources.Where(source => source.AccessExpiresAt is not null))
        {
            source.AccessExpiresAt = at + _powens.AccessLasts;
        }

        AccountsAfterRepair?.Invoke(Accounts);
        AccountsAfterRepair = null;
    }

    internal void SignalChange() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
