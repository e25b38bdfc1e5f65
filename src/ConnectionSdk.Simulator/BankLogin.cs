namespace ConnectionSdk.Simulator;

/// <summary>A customer of a <see cref="SimulatedBank"/>.</summary>
public sealed class BankLogin
{
    private readonly SimulatedBank _bank;
    private readonly List<BankChallenge> _challenges = [];

    internal BankLogin(SimulatedBank bank, string name, string password)
    {
        _bank = bank;
        Name = name;
        Password = password;
    }

    /// <summary>The login.</summary>
    public string Name { get; }

    /// <summary>The right password; change it and what providers have stored is wrong.</summary>
    public string Password { get; set; }

    /// <summary>Wrong passwords and codes in a row.</summary>
    public int FailedAttempts { get; private set; }

    /// <summary>Whether the bank has locked the login.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>What the bank waits for, oldest first.</summary>
    public IReadOnlyList<BankChallenge> OpenChallenges
    {
        get
        {
            lock (_bank.Gate)
            {
                return _challenges.FindAll(challenge => IsOpen(challenge, challenge.Kind));
            }
        }
    }

    /// <summary>The bank's branch lifts the lock.</summary>
    public void Unlock()
    {
        lock (_bank.Gate)
        {
            IsLocked = false;
            FailedAttempts = 0;
        }
    }

    internal BankChallenge Ask(BankSubmissionKind kind, string? expected = null, BankChallenge? instead = null, TimeSpan? lifetime = null)
    {
        lock (_bank.Gate)
        {
            if (instead is not null)
            {
                instead.IsWithdrawn = true;
            }

            var challenge = _bank.Ask(this, kind, expected, lifetime);
            _challenges.Add(challenge);
            return challenge;
        }
    }

    internal BankResult TryPassword(string password)
    {
        lock (_bank.Gate)
        {
            var result = IsLocked ? BankResult.Locked : password == Password ? BankResult.Accepted : BankResult.Wrong;
            return Note(BankSubmissionKind.Password, null, password, result);
        }
    }

    internal BankResult TryCode(BankChallenge? challenge, string code)
    {
        lock (_bank.Gate)
        {
            var result = IsLocked ? BankResult.Locked
                : !IsOpen(challenge, BankSubmissionKind.Code) ? BankResult.NoSuchChallenge
                : code == challenge!.Expected ? BankResult.Accepted
                : BankResult.Wrong;
            if (result == BankResult.Accepted)
            {
                Settle(challenge!, result);
            }

            return Note(BankSubmissionKind.Code, challenge?.Id, code, result);
        }
    }

    internal BankResult Decide(BankChallenge? challenge, BankSubmissionKind kind, bool agrees)
    {
        lock (_bank.Gate)
        {
            var result = IsLocked ? BankResult.Locked
                : !IsOpen(challenge, kind) ? BankResult.NoSuchChallenge
                : agrees ? BankResult.Accepted
                : BankResult.Refused;
            if (result is BankResult.Accepted or BankResult.Refused)
            {
                Settle(challenge!, result);
            }

            return Note(kind, challenge?.Id, agrees ? "yes" : "no", result);
        }
    }

    private bool IsOpen(BankChallenge? challenge, BankSubmissionKind kind) =>
        challenge is { Outcome: null, IsWithdrawn: false } && challenge.Kind == kind && _bank.Clock.GetUtcNow() < challenge.ExpiresAt;

    private void Settle(BankChallenge challenge, BankResult outcome)
    {
        challenge.Outcome = outcome;
        challenge.SettledAt = _bank.Clock.GetUtcNow();
        _challenges.Remove(challenge);
    }

    private BankResult Note(BankSubmissionKind kind, string? challengeId, string value, BankResult result)
    {
        _bank.Record(new BankSubmission(kind, Name, challengeId, value, result, _bank.Clock.GetUtcNow()));
        switch (result)
        {
            case BankResult.Accepted:
                FailedAttempts = 0;
                break;
            case BankResult.Wrong:
            case BankResult.NoSuchChallenge when kind == BankSubmissionKind.Code:
                FailedAttempts++;
                IsLocked = FailedAttempts >= _bank.AttemptsBeforeLock;
                break;
            default:
                break;
        }

        return result;
    }
}
