namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>A connection as Araucaria really holds it, and what was done to it: ground truth for tests. Thread-safe.</summary>
public sealed class AraucariaConnection
{
    private readonly AraucariaSimulator _araucaria;
    private readonly AraucariaAccounts _accounts;
    private Action<AraucariaAccounts>? _onRepair;
    private int _repairs;

    internal AraucariaConnection(AraucariaSimulator araucaria, BankLogin login)
    {
        _araucaria = araucaria;
        Id = AraucariaIds.New("conn_", araucaria.Clock);
        Login = login;
        CreatedAt = araucaria.Clock.GetUtcNow();
        _accounts = new AraucariaAccounts(araucaria.Clock);
        Machine = new AraucariaMachine(araucaria, this);
    }

    /// <summary>Araucaria's id, which survives every repair.</summary>
    public string Id { get; }

    /// <summary>The bank customer behind it.</summary>
    public BankLogin Login { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The bank, or null before one is chosen.</summary>
    public string? InstitutionId { get; internal set; }

    /// <summary>Its accounts; the API shows them once the connection has been synced.</summary>
    public AraucariaAccounts Accounts => Settled(_ => _accounts);

    /// <summary>Whether the bank sends a code after a password the user has typed in.</summary>
    public bool NeedsCode { get; set; }

    /// <summary>The code the bank sends.</summary>
    public string Code { get; set; } = "123456";

    /// <summary>The state now: one of the eight.</summary>
    public string Status => Settled(machine => machine.Status);

    /// <summary>The last successful sync, or null before the first.</summary>
    public DateTimeOffset? LastSyncedAt => Settled(machine => machine.LastSyncedAt);

    /// <summary>What the bank waits for, if anything.</summary>
    public BankChallenge? Challenge => Settled(machine => machine.Status == AraucariaStatus.MfaRequired ? machine.Challenge : null);

    /// <summary>Whether it has been deleted.</summary>
    public bool IsGone { get; internal set; }

    /// <summary>How often credentials were submitted for it.</summary>
    public int CredentialsReceived { get; internal set; }

    /// <summary>How often the user brought it from broken to healthy.</summary>
    public int Repairs => Settled(_ => _repairs);

    internal AraucariaMachine Machine { get; }

    /// <summary>The accounts, without looking at the clock first.</summary>
    internal AraucariaAccounts AccountsNow => _accounts;

    internal string? ShownStatus { get; private set; }

    /// <summary>The user types in login and password, as in the widget but without its pages.</summary>
    /// <param name="password">The password; the right one when null.</param>
    /// <exception cref="InvalidOperationException">The connection waits for no credentials.</exception>
    public void SubmitCredentials(string? password = null) => Do(machine =>
    {
        machine.Submit(Login.Name, password ?? Login.Password);
        InstitutionId ??= AraucariaBank.Id;
    });

    /// <summary>The user types in a code, as in the widget but without its pages.</summary>
    /// <param name="code">The code; the right one when null.</param>
    /// <exception cref="InvalidOperationException">The connection waits for no code.</exception>
    public void SubmitCode(string? code = null) => Do(machine => machine.SubmitCode(code ?? Code));

    /// <summary>The user changes the password at the bank: the next sync fails to log in.</summary>
    public void ChangePasswordAtBank() => Settled(_ => Login.Password += "-new");

    /// <summary>The user has changed the password at the bank, and a sync has just failed to log in (<c>FAILED_AUTH</c>).</summary>
    public void FailAuthentication()
    {
        ChangePasswordAtBank();
        Do(machine => machine.Fail(AraucariaStatus.FailedAuth, "auth_failure", message: null, Now));
    }

    /// <summary>A sync has just failed for want of a code (<c>MFA_REQUIRED</c>).</summary>
    public void AskForCode() => Do(machine => machine.AskForCode(Now));

    /// <summary>A sync has just failed for a reason of the bank's (<c>ERROR</c>); the worker tries again later.</summary>
    public void MeetError() => Do(machine => machine.Fail(AraucariaStatus.Error, "bank_unavailable", "Your bank cannot be reached.", Now));

    /// <summary>The worker starts a scheduled sync (<c>VERIFYING</c>).</summary>
    /// <exception cref="InvalidOperationException">The connection is not connected.</exception>
    public void StartSync() => Do(machine => machine.StartSync());

    /// <summary>The user or the operator disconnects it, for good.</summary>
    /// <exception cref="InvalidOperationException">It is disconnected already.</exception>
    public void Disconnect() => Do(machine => machine.Disconnect());

    /// <summary>The API shows this status, known or not, until the state next changes.</summary>
    /// <param name="status">Any text.</param>
    public void ShowStatus(string status) => Settled(_ => ShownStatus = status);

    /// <summary>What the next repair does to the accounts: some missing, some new, all under new ids, somebody else's.</summary>
    /// <param name="change">The change.</param>
    public void OnRepair(Action<AraucariaAccounts> change) => Settled(_ => _onRepair = change);

    internal void ForgetShownStatus() => ShownStatus = null;

    internal void Repaired()
    {
        _repairs++;
        _onRepair?.Invoke(_accounts);
        _onRepair = null;
    }

    private void Do(Action<AraucariaMachine> action) => Settled(machine =>
    {
        try
        {
            action(machine);
        }
        catch (AraucariaFailure failure)
        {
            throw new InvalidOperationException($"The connection is {machine.Status}.", failure);
        }

        return true;
    });

    private DateTimeOffset Now => _araucaria.Clock.GetUtcNow();

    private T Settled<T>(Func<AraucariaMachine, T> read) => _araucaria.Locked(() =>
    {
        Machine.Settle();
        return read(Machine);
    });
}
