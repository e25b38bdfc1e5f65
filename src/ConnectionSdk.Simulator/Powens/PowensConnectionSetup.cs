namespace ConnectionSdk.Simulator.Powens;

/// <summary>
/// Describes a connection to begin with. What it needs is overcome in the order written:
/// <c>c.NeedsConsent().NeedsApproval().NeedsOtp("123456")</c> takes three rounds. Nothing needed means a healthy connection.
/// </summary>
public sealed class PowensConnectionSetup
{
    private readonly TimeProvider _clock;
    private readonly List<PowensStep> _steps = [];
    private readonly List<PowensStep> _renewalSteps = [];
    private readonly List<(string Name, DateTimeOffset? AccessExpiresAt)> _sources = [];
    private readonly List<PowensAccount> _accounts = [];
    private Action<PowensAccounts>? _onRepair;
    private string? _source;
    private string? _rightPassword;
    private bool _storesWrongPassword;
    private bool _neverSynced;
    private TimeSpan? _firstSyncAfter;
    private bool _isGone;

    internal PowensConnectionSetup(TimeProvider clock) => _clock = clock;

    internal long? Id { get; private set; }

    internal BankLogin? Login { get; private set; }

    /// <summary>Wants a one-time code (<c>additionalInformationNeeded</c>).</summary>
    /// <param name="code">The right one, each time it is asked for.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="label">What the user reads beside the field.</param>
    /// <param name="pattern">The regular expression Powens sends along, or null.</param>
    public PowensConnectionSetup NeedsOtp(
        string code = "123456",
        string field = "otp",
        string label = "Code d'autorisation",
        string? pattern = "^[0-9]{6}$") =>
        Needs(new PowensStep(PowensStepKind.Code, "additionalInformationNeeded")
        {
            Code = code,
            FieldName = field,
            FieldLabel = label,
            FieldPattern = pattern,
        });

    /// <summary>Wants an approval in the bank's app (<c>decoupled</c>).</summary>
    /// <param name="message">What the bank tells the user.</param>
    public PowensConnectionSetup NeedsApproval(string? message = "Validez la connexion dans votre application bancaire") =>
        Needs(new PowensStep(PowensStepKind.Approval, "decoupled") { Message = message });

    /// <summary>Wants an authorisation on the bank's own page (<c>webauthRequired</c>).</summary>
    public PowensConnectionSetup NeedsRedirect() => Needs(new PowensStep(PowensStepKind.Redirect, "webauthRequired")
    {
        Message = "Redirecting to https://auth.bank.example/openauth?scope=aisp&client_id=abc&state=BANKSECRET",
    });

    /// <summary>Wants the user to be present before anything is tried (<c>SCARequired</c>).</summary>
    public PowensConnectionSetup NeedsConsent() => Needs(PowensStep.Consent);

    /// <summary>The stored password is wrong (<c>wrongpass</c>); the right one is the login's <see cref="BankLogin.Password"/>.</summary>
    public PowensConnectionSetup WrongPassword()
    {
        _storesWrongPassword = true;
        return Needs(PowensStep.Credentials);
    }

    /// <summary>The user has had to choose a new password at the bank (<c>passwordExpired</c>).</summary>
    /// <param name="newPassword">The new one.</param>
    public PowensConnectionSetup PasswordExpired(string newPassword = "5678")
    {
        _rightPassword = newPassword;
        return Needs(new PowensStep(PowensStepKind.NewPassword, "passwordExpired") { Message = "Votre mot de passe a expire" });
    }

    /// <summary>The user has something to do at the bank (<c>actionNeeded</c>), see <see cref="PowensFakeUser.ActAtBank"/>.</summary>
    /// <param name="message">What the bank tells the user.</param>
    public PowensConnectionSetup ActionNeeded(string message = "Veuillez accepter les nouvelles conditions sur le site de votre banque") =>
        Needs(new PowensStep(PowensStepKind.BankAction, "actionNeeded") { Message = message });

    /// <summary>The bank is down (<c>websiteUnavailable</c>).</summary>
    /// <param name="until">When it is back, which Powens notices by itself; null means never.</param>
    public PowensConnectionSetup BankDown(DateTimeOffset? until = null) => Needs(new PowensStep(PowensStepKind.Outage, "websiteUnavailable")
    {
        Message = "Service momentanement indisponible",
        Until = until,
    });

    /// <summary>The bank slows Powens down (<c>rateLimiting</c>).</summary>
    /// <param name="until">When it is over; null means never.</param>
    public PowensConnectionSetup RateLimited(DateTimeOffset? until = null) =>
        Needs(new PowensStep(PowensStepKind.Outage, "rateLimiting") { Until = until });

    /// <summary>Powens itself fails (<c>bug</c>).</summary>
    /// <param name="until">When it is mended; null means never.</param>
    public PowensConnectionSetup Bug(DateTimeOffset? until = null) => Needs(new PowensStep(PowensStepKind.Outage, "bug") { Until = until });

    /// <summary>Stands in any state, from which nothing leads away: <c>notSupported</c>, or one that does not exist yet.</summary>
    /// <param name="state">The state.</param>
    /// <param name="message">The <c>error_message</c>.</param>
    public PowensConnectionSetup InState(string state, string? message = null) =>
        Needs(new PowensStep(PowensStepKind.Stuck, state) { Message = message });

    /// <summary>Was deleted at Powens behind the client's back.</summary>
    public PowensConnectionSetup Gone()
    {
        _isGone = true;
        return this;
    }

    /// <summary>Has never synced: <c>last_update</c> is null.</summary>
    /// <param name="firstSyncAfter">When the first sync ends, from now; null means never.</param>
    public PowensConnectionSetup NeverSynced(TimeSpan? firstSyncAfter = null)
    {
        _neverSynced = true;
        _firstSyncAfter = firstSyncAfter;
        return this;
    }

    /// <summary>Has this id.</summary>
    public PowensConnectionSetup WithId(long id)
    {
        Id = id;
        return this;
    }

    /// <summary>Belongs to this customer of the bank.</summary>
    public PowensConnectionSetup ForLogin(BankLogin login)
    {
        Login = login;
        return this;
    }

    /// <summary>Reaches the bank this way; the first one written carries the obstacles unless <see cref="OnSource"/> says otherwise.</summary>
    /// <param name="name"><c>openapi</c>, <c>directaccess</c> or <c>fallback</c>.</param>
    /// <param name="accessExpires">When the access ends, if known.</param>
    public PowensConnectionSetup WithSource(string name, DateTimeOffset? accessExpires = null)
    {
        _sources.Add((name, accessExpires));
        return this;
    }

    /// <summary>What is written next concerns this source.</summary>
    public PowensConnectionSetup OnSource(string name)
    {
        _source = name;
        return this;
    }

    /// <summary>What a renewal of the authorisation takes, early (<c>refresh_auth</c>) or after the access has ended.</summary>
    /// <param name="steps">The obstacles; a consent alone when never called.</param>
    public PowensConnectionSetup RenewsWith(Action<PowensConnectionSetup> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var renewal = new PowensConnectionSetup(_clock);
        steps(renewal);
        _renewalSteps.AddRange(renewal._steps);
        return this;
    }

    /// <summary>Has these accounts instead of the two it has by default.</summary>
    public PowensConnectionSetup WithAccounts(params PowensAccount[] accounts)
    {
        _accounts.AddRange(accounts);
        return this;
    }

    /// <summary>What happens to the accounts when the connection is repaired, once.</summary>
    public PowensConnectionSetup OnRepair(Action<PowensAccounts> change)
    {
        _onRepair = change;
        return this;
    }

    internal void Apply(PowensConnection connection)
    {
        IEnumerable<(string Name, DateTimeOffset? AccessExpiresAt)> sources = _sources.Count > 0 ? _sources : [("openapi", null)];
        connection.Sources = [.. sources.Select((source, index) =>
            new PowensSource((connection.Id * 10) + index + 1, source.Name) { AccessExpiresAt = source.AccessExpiresAt })];
        foreach (var account in _accounts.Count > 0 ? _accounts : DefaultAccounts(connection.Id))
        {
            connection.Accounts.Add(account, enabled: account.DisabledAt is null);
        }

        connection.CreatedAt = _clock.GetUtcNow().AddDays(-100);
        if (_neverSynced)
        {
            connection.NextTryAt = _clock.GetUtcNow() + _firstSyncAfter;
        }
        else
        {
            connection.Synced(_clock.GetUtcNow().AddHours(-3));
        }

        connection.Repair.RenewalSteps.AddRange(_renewalSteps);
        ApplyBreakage(connection);
    }

    internal void ApplyBreakage(PowensConnection connection)
    {
        connection.IsGone |= _isGone;
        connection.AccountsAfterRepair = _onRepair ?? connection.AccountsAfterRepair;
        connection.Login.Password = _rightPassword ?? connection.Login.Password;
        connection.StoredPassword = _storesWrongPassword ? "0000" : connection.StoredPassword;
        if (_steps.Count > 0)
        {
            connection.NextTryAt = null;
            connection.Repair.Break(_steps);
        }
    }

    private static List<PowensAccount> DefaultAccounts(long connectionId) =>
    [
        new()
        {
            Name = "Compte courant",
            Number = $"FR{connectionId:D8}01",
            Iban = $"FR76300060000112{connectionId:D9}01",
            Webid = $"{connectionId}-checking",
            Balance = 1234.56m,
        },
        new()
        {
            Name = "Livret A",
            Number = $"FR{connectionId:D8}02",
            Webid = $"{connectionId}-savings",
            Type = "savings",
            Balance = 8000m,
        },
    ];

    private PowensConnectionSetup Needs(PowensStep step)
    {
        _steps.Add(step with { Source = _source });
        return this;
    }
}
