namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>A balance job, run by the clock. The caller holds the simulator's lock.</summary>
internal sealed class AerosyncJob(AerosyncConnection connection, string id, DateTimeOffset endsAt)
{
    private DateTimeOffset _endsAt = endsAt;

    public AerosyncConnection Connection { get; } = connection;

    public string Id { get; } = id;

    public AerosyncJobEnd End { get; init; }

    /// <summary>The code the bank has asked for; null until it asks.</summary>
    public BankChallenge? Challenge { get; private set; }

    public bool IsOver { get; private set; }

    public bool HasFailed { get; private set; }

    public bool WaitsForUser => !IsOver && Challenge is { Outcome: null };

    /// <summary>When time alone changes something next.</summary>
    public DateTimeOffset? NextChange => IsOver ? null : WaitsForUser ? Challenge!.ExpiresAt : _endsAt;

    public void Settle(DateTimeOffset now)
    {
        if (IsOver)
        {
            return;
        }

        if (WaitsForUser)
        {
            if (now >= Challenge!.ExpiresAt)
            {
                IsOver = HasFailed = true;
            }
        }
        else if (now >= _endsAt)
        {
            if (End == AerosyncJobEnd.NeedsCode && Challenge is null)
            {
                Challenge = Connection.Customer.Login.Ask(BankSubmissionKind.Code, Connection.Customer.Code);
                return;
            }

            IsOver = true;
            HasFailed = End == AerosyncJobEnd.Fails;
            if (!HasFailed)
            {
                Connection.BalanceRefreshedAt = _endsAt;
            }
        }
    }

    public void GoOn(DateTimeOffset endsAt) => _endsAt = endsAt;
}
