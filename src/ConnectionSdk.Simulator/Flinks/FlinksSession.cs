namespace ConnectionSdk.Simulator.Flinks;

/// <summary>
/// One RequestId: a contact with the bank, its questions, and the data that came of it. Nothing here uses a timer: <see cref="Settle"/>
/// works out what time has done since the last look. The caller holds the simulator's lock.
/// </summary>
/// <remarks>Flinks: Timeout lengths; Special multi-factor authentication cases.</remarks>
internal sealed class FlinksSession
{
    private readonly FlinksSimulator _flinks;
    private readonly bool _passwordIsProven;
    private DateTimeOffset _lastActivity;
    private DateTimeOffset? _dataReadyAt;
    private BankChallenge? _challenge;
    private int _round;

    private FlinksSession(FlinksSimulator flinks, FlinksConnection connection, FlinksSessionState state, bool passwordIsProven)
    {
        _flinks = flinks;
        _passwordIsProven = passwordIsProven;
        Connection = connection;
        Language = connection.Language;
        State = state;
        StartedAt = flinks.Clock.GetUtcNow();
        BankAnswersAt = StartedAt + connection.BankTakes;
        _lastActivity = StartedAt;
    }

    public string RequestId { get; } = FlinksIds.New();

    /// <summary>The login contacted; once authorized in another language, the login that came of it.</summary>
    public FlinksConnection Connection { get; private set; }

    public string Language { get; set; }

    /// <summary>What the application tagged the contact with, if anything.</summary>
    public string? Tag { get; set; }

    /// <summary>Whether what the bank says is kept.</summary>
    public bool Saves { get; set; }

    public FlinksSessionState State { get; private set; }

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset BankAnswersAt { get; }

    /// <summary>Whether the contact goes on without a caller that waits.</summary>
    public bool IsInBackground { get; set; }

    public FlinksFailure? Failure { get; private set; }

    /// <summary>The accounts the user had selected before, when the widget was told so: nothing else is given out.</summary>
    public IReadOnlyList<string>? ResumedAccounts { get; set; }

    /// <summary>The last request for data, which the Async endpoint repeats.</summary>
    public FlinksDataRequest? DataRequest { get; set; }

    public bool IsAlive => Failure is null && Now < ExpiresAt;

    public bool IsContactingBank => IsAlive && State is FlinksSessionState.Connecting or FlinksSessionState.AwaitingAnswers;

    public bool IsProcessing => IsAlive && (IsContactingBank || Now < _dataReadyAt);

    public IReadOnlyList<FlinksQuestion> Questions =>
        State == FlinksSessionState.AwaitingAnswers ? Connection.Rounds[_round] : [];

    private DateTimeOffset Now => _flinks.Clock.GetUtcNow();

    private DateTimeOffset ExpiresAt =>
        State == FlinksSessionState.Connecting ? StartedAt + _flinks.ProcessingLasts
        : _dataReadyAt is { } ready && Now < ready ? ready - _flinks.DataTakes + _flinks.ProcessingLasts
        : Later(_lastActivity, _dataReadyAt) + _flinks.RequestIdLasts;

    /// <summary>Contacts the bank.</summary>
    /// <param name="flinks">The simulator.</param>
    /// <param name="connection">The login.</param>
    /// <param name="passwordIsProven">Whether the user has just typed a password the bank accepted.</param>
    public static FlinksSession Live(FlinksSimulator flinks, FlinksConnection connection, bool passwordIsProven = false) =>
        new(flinks, connection, FlinksSessionState.Connecting, passwordIsProven);

    /// <summary>Opens what is stored.</summary>
    public static FlinksSession Cached(FlinksSimulator flinks, FlinksConnection connection) =>
        new(flinks, connection, FlinksSessionState.Authorized, passwordIsProven: true);

    public void Touch() => _lastActivity = Now;

    public void End(FlinksFailure failure) => Failure = failure;

    /// <summary>The bank answers, if it is time.</summary>
    public void Settle()
    {
        if (State != FlinksSessionState.Connecting || Failure is not null || Now < BankAnswersAt)
        {
            return;
        }

        if (BankAnswersAt >= ExpiresAt)
        {
            Failure = new FlinksFailure("SESSION_EXPIRED").In(this);
            return;
        }

        _lastActivity = BankAnswersAt;
        var failure = FlinksScriptedFailure.Take(Connection.LiveFailures) ?? SignIn();
        if (failure is not null)
        {
            FailAtBank(failure);
            return;
        }

        Proceed();
    }

    /// <summary>Hands the answers of one round to the bank.</summary>
    /// <exception cref="FlinksFailure">They do not fit the questions (the bank has not seen them), or the bank refused them.</exception>
    public void Answer(IReadOnlyDictionary<string, IReadOnlyList<string>> answers)
    {
        if (State == FlinksSessionState.Authorized)
        {
            throw new FlinksFailure("ALREADY_AUTHORIZED").In(this);
        }

        var questions = Questions;
        if (answers.Keys.Any(prompt => questions.All(question => question.Prompt != prompt)))
        {
            throw new FlinksFailure("UNKNOWN_CHALLENGE_KEY").In(this);
        }

        if (questions.Any(question => !answers.ContainsKey(question.Prompt)))
        {
            throw new FlinksFailure("SECURITYRESPONSES_INCOMPLETE").In(this);
        }

        if (_challenge!.ExpiresAt <= Now)
        {
            throw FailAtBank(new FlinksFailure("SESSION_EXPIRED"));
        }

        Connection.AnswersReceived++;
        var result = Connection.Login.TryCode(_challenge, FlinksQuestion.Recorded(questions.Select(question => answers[question.Prompt])));
        if (result == BankResult.Accepted)
        {
            _round++;
            Proceed();
            return;
        }

        throw Refused();
    }

    /// <summary>Begins to fetch the data, unless that was done.</summary>
    /// <returns>Whether there is data.</returns>
    public bool HasData()
    {
        _dataReadyAt ??= Now + _flinks.DataTakes;
        return Now >= _dataReadyAt;
    }

    /// <summary>What a caller is told once the session is no longer alive.</summary>
    public FlinksFailure Ended(bool whileAuthorizing)
    {
        if (Failure is not null)
        {
            return IsInBackground && whileAuthorizing ? Failure : new FlinksFailure("SESSION_NONEXISTENT");
        }

        var lapsedWhileProcessing = State == FlinksSessionState.Connecting || _dataReadyAt >= ExpiresAt;
        return new FlinksFailure(whileAuthorizing || lapsedWhileProcessing ? "SESSION_EXPIRED" : "SESSION_NONEXISTENT");
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset? right) => right > left ? right.Value : left;

    private FlinksFailure? SignIn() => (_passwordIsProven ? BankResult.Accepted : Connection.Login.TryPassword(Connection.StoredPassword)) switch
    {
        BankResult.Accepted => null,
        BankResult.Locked => new FlinksFailure("DISABLED_LOGIN"),
        _ => new FlinksFailure(Connection.Login.IsLocked ? "DISABLED_LOGIN" : "INVALID_PASSWORD"),
    };

    private FlinksFailure Refused()
    {
        if (Connection.Login.IsLocked)
        {
            return FailAtBank(new FlinksFailure("DISABLED_LOGIN"));
        }

        switch (Connection.AfterWrongAnswer)
        {
            case FlinksWrongAnswer.EndsSession:
                return FailAtBank(new FlinksFailure("INVALID_SECURITY_RESPONSE"));
            case FlinksWrongAnswer.EndsSessionWithNoRetry:
                return FailAtBank(new FlinksFailure("INVALID_SECURITY_RESPONSE_NO_RETRY"));
            default:
                Connection.Failed("INVALID_SECURITY_RESPONSE");
                Ask();
                return new FlinksFailure("INVALID_SECURITY_RESPONSE").In(this);
        }
    }

    private void Proceed()
    {
        if (_round < Connection.Rounds.Count)
        {
            State = FlinksSessionState.AwaitingAnswers;
            Ask();
            return;
        }

        State = FlinksSessionState.Authorized;
        Connection = _flinks.Identify(Connection, Language);
        Connection.Tag = Tag ?? Connection.Tag;
        if (Saves)
        {
            Connection.Refreshed(Now);
        }
    }

    // Each attempt is a challenge of its own, so that a count above one always means an answer was sent twice.
    private void Ask() => Connection.Challenge = _challenge = Connection.Login.Ask(
        BankSubmissionKind.Code,
        FlinksQuestion.Recorded(Connection.Rounds[_round].Select(question => question.Answers)),
        instead: _challenge,
        _flinks.BankWaitsForAnswers);

    private FlinksFailure FailAtBank(FlinksFailure failure)
    {
        Connection.Failed(failure.Code);
        return Failure = failure.In(this);
    }
}
