namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>A connection as Aerosync really holds it, and what was done to it: ground truth for tests. Thread-safe.</summary>
public sealed class AerosyncConnection
{
    private readonly AerosyncSimulator _aerosync;
    private Breakage _breakage;
    private string? _scriptedStatus;
    private bool _hasScriptedStatus;
    private DateTimeOffset _healthyFrom;

    internal AerosyncConnection(AerosyncSimulator aerosync, string id, string userUuid, AerosyncCustomer customer, AerosyncAccount account)
    {
        _aerosync = aerosync;
        Id = id;
        UserUuid = userUuid;
        Customer = customer;
        Account = account;
        BalanceRefreshedAt = aerosync.Clock.GetUtcNow();
        ExpiresAt = BalanceRefreshedAt + aerosync.ConsentLasts;
    }

    private enum Breakage
    {
        None,
        Expired,
        Revoked,
    }

    /// <summary>The connection id, which survives every repair.</summary>
    public string Id { get; }

    /// <summary>Whose it is.</summary>
    public string UserUuid { get; }

    /// <summary>The login it was last authorised with.</summary>
    public AerosyncCustomer Customer { get; internal set; }

    /// <summary>The one account behind it.</summary>
    public AerosyncAccount Account { get; }

    /// <summary>Whether the user typed in account and routing number instead of logging in: there is no balance then.</summary>
    public bool IsLinkedByHand { get; set; }

    /// <summary>When the consent runs out; from then on the connection is broken.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>What becomes of the jobs started from now on.</summary>
    public AerosyncJobEnd NextJobs { get; set; }

    /// <summary>The status now, as <c>GET /v2/accounts</c> would show it.</summary>
    public string? Status => _aerosync.Locked(() => CurrentStatus());

    /// <summary>Jobs asked for, refused ones included.</summary>
    public int RefreshRequests { get; internal set; }

    /// <summary>Successful reconnections.</summary>
    public int Reconnections { get; private set; }

    /// <summary>How often the user chose another account while reconnecting.</summary>
    public int WrongAccountsChosen { get; internal set; }

    /// <summary>The account as webhooks name it; no endpoint does.</summary>
    internal string AccountId { get; } = AerosyncSimulator.NewUuid();

    internal DateTimeOffset BalanceRefreshedAt { get; set; }

    internal List<AerosyncJob> Jobs { get; } = [];

    internal bool IsUsable => CurrentStatus() is "CONNECTED" or "ACTIVE";

    /// <summary>The consent runs out now.</summary>
    public void ExpireConsent() => Break(Breakage.Expired);

    /// <summary>The user withdraws the consent at the bank.</summary>
    public void RevokeByUser() => Break(Breakage.Revoked);

    /// <summary>The connection shows this status, known or not, until it is reconnected.</summary>
    /// <param name="status">Any text, or null.</param>
    public void ShowStatus(string? status) => _aerosync.Locked(() =>
    {
        _scriptedStatus = status;
        return _hasScriptedStatus = true;
    });

    internal void Reconnected(AerosyncCustomer customer)
    {
        var now = _aerosync.Clock.GetUtcNow();
        if (_breakage == Breakage.None && now >= ExpiresAt)
        {
            _breakage = Breakage.Expired;
        }

        Customer = customer;
        Reconnections++;
        ExpiresAt = now + _aerosync.ConsentLasts;
        _healthyFrom = now + _aerosync.ReconnectionTakes;
    }

    private string? CurrentStatus()
    {
        var now = _aerosync.Clock.GetUtcNow();
        if (_healthyFrom != default && now >= _healthyFrom)
        {
            _breakage = Breakage.None;
            _hasScriptedStatus = false;
            _healthyFrom = default;
        }

        if (_hasScriptedStatus)
        {
            return _scriptedStatus;
        }

        return _breakage switch
        {
            Breakage.Revoked => "REVOKED_BY_USER",
            Breakage.None when now < ExpiresAt => _aerosync.Divergences.SaysActive ? "ACTIVE" : "CONNECTED",
            _ => _aerosync.Divergences.SaysExpiredConsent ? "EXPIRED_CONSENT" : "FAILURE",
        };
    }

    private void Break(Breakage breakage) => _aerosync.Locked(() =>
    {
        _healthyFrom = default;
        _hasScriptedStatus = false;
        return _breakage = breakage;
    });
}
