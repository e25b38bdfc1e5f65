namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>
/// A connection's states and the worker that logs in to the bank, driven by the clock: <see cref="Settle"/> catches up with it. The caller
/// holds the simulator's lock. Araucaria: Connection status.
/// </summary>
internal sealed class AraucariaMachine
{
    private readonly AraucariaSimulator _araucaria;
    private readonly AraucariaConnection _connection;
    private readonly List<AraucariaRefreshItem> _refreshes = [];
    private DateTimeOffset? _workerGoesOnAt;
    private string _login;
    private string _password;
    private bool _userIsThere;
    private bool _codeIsAccepted;

    public AraucariaMachine(AraucariaSimulator araucaria, AraucariaConnection connection)
    {
        _araucaria = araucaria;
        _connection = connection;
        _login = connection.Login.Name;
        _password = connection.Login.Password;
        UpdatedAt = araucaria.Clock.GetUtcNow();
    }

    public string Status { get; private set; } = AraucariaStatus.Created;

    public DateTimeOffset UpdatedAt { get; private set; }

    public DateTimeOffset? LastSyncedAt { get; private set; }

    public BankChallenge? Challenge { get; private set; }

    /// <summary>Why the last login failed, for the widget's page; null when it did not.</summary>
    public string? LoginError { get; private set; }

    public bool IsWorking => Status is AraucariaStatus.CredentialsSubmitted or AraucariaStatus.Verifying;

    public bool NeedsUser => Status is AraucariaStatus.Created or AraucariaStatus.FailedAuth or AraucariaStatus.Error or AraucariaStatus.MfaRequired;

    public DateTimeOffset? NextChange => Status == AraucariaStatus.MfaRequired ? Challenge!.ExpiresAt : _workerGoesOnAt;

    public void Settle()
    {
        var now = _araucaria.Clock.GetUtcNow();
        while (NextChange is { } at && at <= now)
        {
            GoOn(at);
        }
    }

    public void Submit(string login, string password)
    {
        if (Status is not (AraucariaStatus.Created or AraucariaStatus.FailedAuth or AraucariaStatus.Error))
        {
            throw AraucariaFailure.WrongState();
        }

        (_login, _password, _userIsThere, LoginError) = (login, password, true, null);
        _connection.CredentialsReceived++;
        Enter(AraucariaStatus.CredentialsSubmitted, _araucaria.Clock.GetUtcNow(), _araucaria.QueueTakes);
    }

    public void SubmitCode(string code)
    {
        if (Status != AraucariaStatus.MfaRequired)
        {
            throw AraucariaFailure.WrongState();
        }

        var now = _araucaria.Clock.GetUtcNow();
        _userIsThere = true;
        _codeIsAccepted = _connection.Login.TryCode(Challenge, code) == BankResult.Accepted;
        if (_codeIsAccepted)
        {
            Enter(AraucariaStatus.Verifying, now, _araucaria.VerificationTakes);
        }
        else
        {
            Fail(AraucariaStatus.FailedAuth, "auth_failure", "Your bank did not accept the code.", now);
        }
    }

    public void StartSync(AraucariaRefreshItem? refresh = null)
    {
        if (Status is not (AraucariaStatus.Connected or AraucariaStatus.Verifying))
        {
            throw AraucariaFailure.WrongState();
        }

        if (refresh is not null)
        {
            _refreshes.Add(refresh);
        }

        if (Status == AraucariaStatus.Connected)
        {
            Verify(_araucaria.Clock.GetUtcNow());
        }
        else
        {
            refresh?.Start();
        }
    }

    public void Disconnect()
    {
        if (Status == AraucariaStatus.Disconnected)
        {
            throw AraucariaFailure.WrongState();
        }

        EndRefreshes("disconnected");
        Enter(AraucariaStatus.Disconnected, _araucaria.Clock.GetUtcNow());
    }

    public void Succeed(DateTimeOffset at)
    {
        if (_userIsThere && LastSyncedAt is not null)
        {
            _connection.Repaired();
        }

        (LastSyncedAt, LoginError, _userIsThere, _codeIsAccepted) = (at, null, false, false);
        Enter(AraucariaStatus.Connected, at, _araucaria.SyncsEvery);
        EndRefreshes(error: null);
    }

    public void Fail(string status, string error, string? message, DateTimeOffset at)
    {
        (LoginError, _codeIsAccepted) = (message, false);
        Enter(status, at, status == AraucariaStatus.Error ? _araucaria.WorkerRetriesAfter : null);
        EndRefreshes(error);
    }

    public void AskForCode(DateTimeOffset at)
    {
        Challenge = _connection.Login.Ask(BankSubmissionKind.Code, _connection.Code);
        Enter(AraucariaStatus.MfaRequired, at);
        EndRefreshes("mfa_required");
    }

    private void GoOn(DateTimeOffset at)
    {
        switch (Status)
        {
            case AraucariaStatus.Verifying:
                LogIn(at);
                break;
            case AraucariaStatus.MfaRequired:
                Fail(AraucariaStatus.FailedAuth, "auth_failure", "The code came too late.", at);
                break;
            default:
                Verify(at);
                break;
        }
    }

    private void LogIn(DateTimeOffset at)
    {
        if (_codeIsAccepted)
        {
            Succeed(at);
            return;
        }

        if (_araucaria.BankIsDown)
        {
            Fail(AraucariaStatus.Error, "bank_unavailable", "Your bank cannot be reached.", at);
            return;
        }

        var login = _araucaria.Bank.Find(_login);
        switch (login?.TryPassword(_password) ?? BankResult.Wrong)
        {
            case BankResult.Accepted when _userIsThere && _connection.NeedsCode:
                AskForCode(at);
                break;
            case BankResult.Accepted:
                Succeed(at);
                break;
            default:
                var message = login?.IsLocked == true ? "Your bank has locked this login." : "The login or the password is not right.";
                Fail(AraucariaStatus.FailedAuth, "auth_failure", message, at);
                break;
        }
    }

    private void Verify(DateTimeOffset at)
    {
        _refreshes.ForEach(refresh => refresh.Start());
        Enter(AraucariaStatus.Verifying, at, _araucaria.VerificationTakes);
    }

    private void Enter(string status, DateTimeOffset at, TimeSpan? workerGoesOnAfter = null)
    {
        var previous = Status;
        Status = status;
        UpdatedAt = at;
        _workerGoesOnAt = at + workerGoesOnAfter;
        _connection.ForgetShownStatus();
        _araucaria.Told.Entered(_connection, previous, at);
    }

    private void EndRefreshes(string? error)
    {
        _refreshes.ForEach(refresh => refresh.End(error));
        _refreshes.Clear();
    }
}
