namespace ConnectionSdk.Simulator.Flinks;

/// <summary>
/// Describes a connection: what the bank asks whenever it is contacted, and what fails. Nothing described means a healthy connection whose
/// bank asks nothing.
/// </summary>
public sealed class FlinksConnectionSetup
{
    private readonly List<IReadOnlyList<FlinksQuestion>> _rounds = [];
    private readonly List<FlinksScriptedFailure> _liveFailures = [];
    private readonly List<FlinksScriptedFailure> _dataFailures = [];
    private readonly List<FlinksAccount> _accounts = [];
    private Action<FlinksAccounts>? _onRepair;
    private FlinksWrongAnswer? _afterWrongAnswer;
    private DateTimeOffset? _lastRefresh;
    private TimeSpan? _bankTakes;
    private string? _lastError;
    private bool _storesWrongPassword;
    private bool _cachedIsChallenged;
    private bool _isScheduledRefresh;
    private bool _isGone;

    internal FlinksConnectionSetup()
    {
    }

    internal string? LoginId { get; private set; }

    internal BankLogin? Login { get; private set; }

    internal string Language { get; private set; } = "en";

    /// <summary>The bank asks one question at every live contact; call again for a further round.</summary>
    /// <param name="prompt">The exact text.</param>
    /// <param name="answer">The right answer.</param>
    public FlinksConnectionSetup Asks(string prompt = "What city were you born in?", string answer = "Montreal") =>
        Asks(new FlinksQuestion(prompt, answer));

    /// <summary>The bank asks these questions together, in one round, at every live contact; call again for a further round.</summary>
    public FlinksConnectionSetup Asks(params FlinksQuestion[] questions)
    {
        _rounds.Add(questions);
        return this;
    }

    /// <summary>The last refresh failed, so a cached Authorize says so; a nightly refresh typically fails for want of an answer.</summary>
    /// <param name="code">The FlinksCode.</param>
    public FlinksConnectionSetup LastRefreshFailed(string code = "QUESTION_NOT_FOUND")
    {
        _lastError = code;
        return this;
    }

    /// <summary>Live contacts fail.</summary>
    /// <param name="code">The FlinksCode, which need not exist.</param>
    /// <param name="times">How often; for ever when null, or until <see cref="FlinksFakeUser.ActAtBank"/>.</param>
    /// <param name="status">The HTTP number, when it shall be another than the documented one.</param>
    /// <param name="message">The message, when it shall be another than the usual one.</param>
    public FlinksConnectionSetup LiveFailsWith(string code, int? times = null, int? status = null, string? message = null)
    {
        _liveFailures.Add(new FlinksScriptedFailure(new FlinksFailure(code, message, status), times));
        return this;
    }

    /// <summary>Data calls fail although Authorize succeeded.</summary>
    /// <param name="code">The FlinksCode, which need not exist.</param>
    /// <param name="times">How often; for ever when null.</param>
    /// <param name="status">The HTTP number, when it shall be another than the documented one.</param>
    public FlinksConnectionSetup DataFailsWith(string code, int? times = null, int? status = null)
    {
        _dataFailures.Add(new FlinksScriptedFailure(new FlinksFailure(code, status: status), times));
        return this;
    }

    /// <summary>The stored password is wrong, as the last refresh found out; the right one is the login's <see cref="BankLogin.Password"/>.</summary>
    public FlinksConnectionSetup WrongPassword()
    {
        _storesWrongPassword = true;
        return LastRefreshFailed("INVALID_PASSWORD");
    }

    /// <summary>A cached Authorize is answered 203 too, as was seen.</summary>
    public FlinksConnectionSetup AsksWhenCachedToo()
    {
        _cachedIsChallenged = true;
        return this;
    }

    /// <summary>How long the bank takes to answer a live contact. After 210 seconds Flinks answers without it.</summary>
    public FlinksConnectionSetup BankTakes(TimeSpan time)
    {
        _bankTakes = time;
        return this;
    }

    /// <summary>What becomes of a session after a wrong answer.</summary>
    public FlinksConnectionSetup AfterWrongAnswer(FlinksWrongAnswer consequence)
    {
        _afterWrongAnswer = consequence;
        return this;
    }

    /// <summary>Nightly refresh is on.</summary>
    public FlinksConnectionSetup WithScheduledRefresh()
    {
        _isScheduledRefresh = true;
        return this;
    }

    /// <summary>Data was last fetched then.</summary>
    public FlinksConnectionSetup LastRefreshedAt(DateTimeOffset at)
    {
        _lastRefresh = at;
        return this;
    }

    /// <summary>Was connected in this language, <c>en</c> or <c>fr</c>.</summary>
    public FlinksConnectionSetup InLanguage(string language)
    {
        Language = language;
        return this;
    }

    /// <summary>Has this LoginId.</summary>
    public FlinksConnectionSetup WithId(string loginId)
    {
        LoginId = loginId;
        return this;
    }

    /// <summary>Belongs to this customer of the bank.</summary>
    public FlinksConnectionSetup ForLogin(BankLogin login)
    {
        Login = login;
        return this;
    }

    /// <summary>Was deleted at Flinks behind the client's back.</summary>
    public FlinksConnectionSetup Gone()
    {
        _isGone = true;
        return this;
    }

    /// <summary>Has these accounts instead of the two it has by default.</summary>
    public FlinksConnectionSetup WithAccounts(params FlinksAccount[] accounts)
    {
        _accounts.AddRange(accounts);
        return this;
    }

    /// <summary>What happens to the accounts at the next refresh that is kept, once.</summary>
    public FlinksConnectionSetup OnRepair(Action<FlinksAccounts> change)
    {
        _onRepair = change;
        return this;
    }

    internal void Apply(FlinksConnection connection, DateTimeOffset now, int number)
    {
        connection.LastRefresh = now.AddHours(-3).AddTicks(5358979);
        foreach (var account in _accounts.Count > 0 ? _accounts : DefaultAccounts(number))
        {
            connection.Accounts.Add(account);
        }

        ApplyBreakage(connection);
    }

    internal void ApplyBreakage(FlinksConnection connection)
    {
        connection.IsGone |= _isGone;
        connection.IsScheduledRefresh |= _isScheduledRefresh;
        connection.CachedIsChallenged |= _cachedIsChallenged;
        connection.LastRefresh = _lastRefresh ?? connection.LastRefresh;
        connection.LastError = _lastError ?? connection.LastError;
        connection.BankTakes = _bankTakes ?? connection.BankTakes;
        connection.AfterWrongAnswer = _afterWrongAnswer ?? connection.AfterWrongAnswer;
        connection.AccountsAfterRepair = _onRepair ?? connection.AccountsAfterRepair;
        connection.StoredPassword = _storesWrongPassword ? "0000" : connection.StoredPassword;
        Replace(connection.Rounds, _rounds);
        Replace(connection.LiveFailures, _liveFailures);
        Replace(connection.DataFailures, _dataFailures);
    }

    private static void Replace<T>(List<T> old, List<T> described)
    {
        if (described.Count > 0)
        {
            old.Clear();
            old.AddRange(described);
        }
    }

    private static List<FlinksAccount> DefaultAccounts(int number) =>
    [
        new() { AccountNumber = $"123{number:D4}", Balance = 1820.15m },
        new()
        {
            Title = "Credit card",
            TransitNumber = null,
            AccountNumber = $"450000******{number:D4}",
            Category = "Credits",
            Type = "CreditCard",
            Balance = 318.40m,
        },
    ];
}
