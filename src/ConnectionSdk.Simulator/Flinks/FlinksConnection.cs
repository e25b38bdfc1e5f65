namespace ConnectionSdk.Simulator.Flinks;

/// <summary>
/// What Flinks holds under one LoginId (a "card"), and what was done to it: ground truth for tests. Bank, username and language make the
/// LoginId. Flinks: Key concepts.
/// </summary>
public sealed class FlinksConnection
{
    // These say that a call came at the wrong moment, not how the connection is.
    private static readonly string[] NotRemembered =
        ["OPERATION_PENDING", "OPERATION_DISPATCHED", "CARD_IN_USE", "TOO_MANY_REQUESTS", "CONCURRENT_SESSION", "ALREADY_AUTHORIZED", "METHOD_NOT_AVAILABLE"];

    private readonly FlinksSimulator _flinks;

    internal FlinksConnection(FlinksSimulator flinks, BankLogin login, string loginId, string language)
    {
        _flinks = flinks;
        Login = login;
        LoginId = loginId;
        Language = language;
        StoredPassword = login.Password;
    }

    /// <summary>Flinks' id.</summary>
    public string LoginId { get; }

    /// <summary>The bank customer behind it; the name is Flinks' <c>Username</c>.</summary>
    public BankLogin Login { get; }

    /// <summary>The language it was connected in, <c>en</c> or <c>fr</c>: part of its identity.</summary>
    public string Language { get; }

    /// <summary>The accounts.</summary>
    public FlinksAccounts Accounts { get; } = new();

    /// <summary>Whether the card has been deleted.</summary>
    public bool IsGone { get; internal set; }

    /// <summary>Whether nightly refresh is on.</summary>
    public bool IsScheduledRefresh { get; internal set; }

    /// <summary>When data was last fetched from the bank and kept.</summary>
    public DateTimeOffset LastRefresh { get; internal set; }

    /// <summary>The FlinksCode of the last attempt that reached the bank, null when it succeeded: what a cached Authorize answers.</summary>
    public string? LastError { get; internal set; }

    /// <summary>Live Authorize calls.</summary>
    public int LiveCalls { get; internal set; }

    /// <summary>Cached Authorize calls.</summary>
    public int CachedCalls { get; internal set; }

    /// <summary>Calls, and pages, that carried answers to the bank.</summary>
    public int AnswersReceived { get; internal set; }

    /// <summary>How often an error was followed by a success that was kept.</summary>
    public int Repairs { get; private set; }

    /// <summary>What the bank asked last, if anything.</summary>
    public BankChallenge? Challenge { get; internal set; }

    internal string StoredPassword { get; set; }

    /// <summary>What the application tagged the last contact with, which webhooks repeat. Flinks: Use a custom tag.</summary>
    internal string? Tag { get; set; }

    internal int Refreshes { get; private set; }

    internal int Failures { get; private set; }

    internal List<IReadOnlyList<FlinksQuestion>> Rounds { get; } = [];

    internal List<FlinksScriptedFailure> LiveFailures { get; } = [];

    internal List<FlinksScriptedFailure> DataFailures { get; } = [];

    internal bool CachedIsChallenged { get; set; }

    internal TimeSpan BankTakes { get; set; }

    internal FlinksWrongAnswer AfterWrongAnswer { get; set; }

    internal Action<FlinksAccounts>? AccountsAfterRepair { get; set; }

    /// <summary>The connection changes, now, in the way described; questions and failures described replace those there were.</summary>
    public void Break(Action<FlinksConnectionSetup> breaks)
    {
        ArgumentNullException.ThrowIfNull(breaks);
        _flinks.Locked(() =>
        {
            var setup = new FlinksConnectionSetup();
            breaks(setup);
            setup.ApplyBreakage(this);
            return true;
        });
    }

    internal void Failed(string code)
    {
        if (!NotRemembered.Contains(code, StringComparer.Ordinal))
        {
            LastError = code;
            Failures++;
        }
    }

    internal void Refreshed(DateTimeOffset at)
    {
        Repairs += LastError is null ? 0 : 1;
        LastRefresh = at;
        LastError = null;
        Refreshes++;
        AccountsAfterRepair?.Invoke(Accounts);
        AccountsAfterRepair = null;
    }

    /// <summary>The same login in another language: another LoginId, and other account ids.</summary>
    internal FlinksConnection In(string language)
    {
        var twin = new FlinksConnection(_flinks, Login, FlinksIds.New(), language)
        {
            StoredPassword = StoredPassword,
            AfterWrongAnswer = AfterWrongAnswer,
            BankTakes = BankTakes,
        };
        twin.Rounds.AddRange(Rounds);
        foreach (var account in Accounts)
        {
            twin.Accounts.Add(account with { Id = FlinksIds.New() });
        }

        return twin;
    }
}
