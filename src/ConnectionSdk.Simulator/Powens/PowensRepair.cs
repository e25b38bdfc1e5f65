namespace ConnectionSdk.Simulator.Powens;

/// <summary>
/// The state machine of one connection: a list of obstacles, the bank's open challenge, and a validation that may be running.
/// Nothing here uses a timer: <see cref="Settle"/> works out what time has done since the last look.
/// </summary>
/// <remarks>Powens: SCA and connection states. The caller holds the simulator's lock.</remarks>
internal sealed class PowensRepair(PowensSimulator powens, PowensConnection connection)
{
    private readonly List<PowensStep> _steps = [];
    private Validation? _validation;
    private bool _interrupted;
    private bool _actedAtBank;

    public List<PowensStep> RenewalSteps { get; } = [];

    public PowensStep? Step => _steps.Count > 0 ? _steps[0] : null;

    public BankChallenge? Challenge { get; private set; }

    public bool IsValidating => _validation is not null;

    public bool IsWaitingForApproval => !IsLockedOut && !_interrupted && Step?.Kind == PowensStepKind.Approval;

    public bool IsLockedOut => connection.Login.IsLocked && Step is not null;

    public string? State =>
        _validation is not null ? "validating"
        : Step is null ? null
        : IsLockedOut ? "actionNeeded"
        : _interrupted ? "SCARequired"
        : Step.State;

    public string? Message =>
        IsLockedOut ? "Votre acces est bloque, contactez votre banque"
        : _validation is not null || _interrupted ? null
        : Step?.Message;

    public DateTimeOffset? StepExpiresAt => _interrupted ? null : Challenge?.ExpiresAt;

    private DateTimeOffset Now => powens.Clock.GetUtcNow();

    public void Begin(IEnumerable<PowensStep> steps)
    {
        _steps.AddRange(steps);
        Open();
    }

    public void Settle()
    {
        while (SettleOnce())
        {
        }
    }

    /// <summary>When time alone changes something next, or null.</summary>
    public DateTimeOffset? NextChange() => _validation switch
    {
        { Result: { } } work => work.Since + powens.ValidationTakes,
        { } when Challenge is { SettledAt: { } settled } => Later(settled, _validation.Since) + powens.ValidationTakes,
        { } => Challenge?.ExpiresAt,
        null => null,
    };

    /// <summary>Tries the bank again: an update with an empty body, or a sync with the user present.</summary>
    public void Force()
    {
        if (_validation is not null)
        {
            throw PowensFailure.SyncRefused();
        }

        if (Step is null)
        {
            connection.Synced(Now);
        }
        else if (IsLockedOut)
        {
            return;
        }
        else if (_interrupted && Step.Kind != PowensStepKind.Consent)
        {
            Open();
        }
        else
        {
            ForceStep(Step.Kind);
        }
    }

    public void Resume()
    {
        if (IsWaitingForApproval && _validation is null)
        {
            _validation = new Validation(Now, Result: null);
            Settle();
        }
    }

    /// <summary>Hands values to the bank.</summary>
    /// <exception cref="PowensFailure">The bank refused them and the caller waits for the answer.</exception>
    public void Submit(IReadOnlyDictionary<string, string> values, bool background)
    {
        if (_validation is not null)
        {
            throw PowensFailure.SyncRefused();
        }

        if (IsWaitingForApproval)
        {
            throw new PowensFailure(409, "connectionLocked", "The connection waits for a validation: resume it");
        }

        var result = SendToBank(values);
        if (background || powens.Divergences.ValidatesValues)
        {
            _validation = new Validation(Now, result);
            Settle();
        }
        else if (!Conclude(result, Now) && !powens.Divergences.RefusesByState)
        {
            throw PowensFailure.WrongPass();
        }
    }

    public void ActAtBank()
    {
        _actedAtBank = true;
        connection.Login.Unlock();
    }

    /// <summary>Puts a new obstacle in front of the others.</summary>
    public void Break(IEnumerable<PowensStep> steps)
    {
        _validation = null;
        _steps.Clear();
        Begin(steps);
    }

    /// <summary>Renews the authorisation before it ends. Powens: Connections, <c>refresh_auth</c>.</summary>
    public void Renew()
    {
        if (Step is null)
        {
            Begin(RenewalSteps.Count > 0 ? RenewalSteps : [PowensStep.Consent]);
        }
    }

    public BankChallenge AskForConsent()
    {
        Challenge = connection.Login.Ask(BankSubmissionKind.Consent, expected: null, Challenge);
        _interrupted = false;
        return Challenge;
    }

    /// <summary>Completes the step in front when the bank's page or app has just settled its challenge.</summary>
    public void CompleteIfAccepted(BankResult result)
    {
        if (result == BankResult.Accepted)
        {
            _validation = null;
            Complete(Now);
        }
    }

    private bool SettleOnce()
    {
        if (_validation is { } validation)
        {
            return SettleValidation(validation);
        }

        if (Step is null)
        {
            return SettleAccess();
        }

        if (Step.Until is { } until && until <= Now)
        {
            Complete(until);
            return true;
        }

        var isLost = Challenge is { Outcome: BankResult.Refused } || (Challenge is { Outcome: null } && Challenge.ExpiresAt <= Now);
        if (isLost && !_interrupted && Step.Kind is PowensStepKind.Code or PowensStepKind.Approval)
        {
            _interrupted = true;
            return true;
        }

        return false;
    }

    private bool SettleValidation(Validation validation)
    {
        if (validation.Result is { } result)
        {
            var done = validation.Since + powens.ValidationTakes;
            if (done > Now)
            {
                return false;
            }

            _validation = null;
            Conclude(result, done);
            return true;
        }

        if (Challenge is null || Challenge.Outcome == BankResult.Refused || (Challenge.Outcome is null && Challenge.ExpiresAt <= Now))
        {
            _validation = null;
            _interrupted = true;
            return true;
        }

        if (Challenge.SettledAt is not { } settled || Later(settled, validation.Since) + powens.ValidationTakes > Now)
        {
            return false;
        }

        _validation = null;
        Complete(Later(settled, validation.Since) + powens.ValidationTakes);
        return true;
    }

    private bool SettleAccess()
    {
        if (!connection.Sources.Any(source => source.DisabledAt is null && source.AccessExpiresAt <= Now))
        {
            return SettleDailySync();
        }

        _steps.Add(PowensStep.Consent);
        _steps.AddRange(RenewalSteps);
        return true;
    }

    private bool SettleDailySync()
    {
        if (!connection.IsActive || connection.NextTryAt is not { } due || due > Now)
        {
            return false;
        }

        connection.Synced(due);
        return true;
    }

    private void ForceStep(PowensStepKind kind)
    {
        switch (kind)
        {
            case PowensStepKind.Consent:
                Complete(Now);
                break;
            case PowensStepKind.Code:
            case PowensStepKind.Approval:
                Open();
                break;
            case PowensStepKind.Credentials when connection.StoredPassword is { } stored:
                // The provider tries what it has stored: one more wrong password in the bank's eyes.
                Conclude(connection.Login.TryPassword(stored), Now);
                break;
            case PowensStepKind.BankAction when _actedAtBank:
                Complete(Now);
                break;
            default:
                break;
        }
    }

    private BankResult SendToBank(IReadOnlyDictionary<string, string> values)
    {
        if (Step is { Kind: PowensStepKind.Code } step && !_interrupted)
        {
            return values.TryGetValue(step.FieldName, out var code)
                ? connection.CodeReceived(code, Challenge)
                : throw PowensFailure.Missing(step.FieldName);
        }

        if (values.TryGetValue("password", out var password))
        {
            return connection.PasswordReceived(password);
        }

        // A value nobody asked for still reaches the bank, and counts there.
        return connection.CodeReceived(values.Values.First(), challenge: null);
    }

    private bool Conclude(BankResult result, DateTimeOffset at)
    {
        if (result == BankResult.Accepted)
        {
            Complete(at);
            return true;
        }

        if (Step is null && result == BankResult.Wrong)
        {
            _steps.Add(PowensStep.Credentials);
        }
        else if (Step is { Kind: PowensStepKind.Code } && !_interrupted && !connection.Login.IsLocked)
        {
            AfterWrongCode();
        }

        return false;
    }

    private void AfterWrongCode()
    {
        if (powens.AfterWrongCode == PowensWrongCode.SendsNewCode)
        {
            Open();
        }
        else if (powens.AfterWrongCode == PowensWrongCode.StartsOver)
        {
            _interrupted = true;
        }
    }

    private void Complete(DateTimeOffset at)
    {
        if (_steps.Count > 0)
        {
            _steps.RemoveAt(0);
        }

        Challenge = null;
        _interrupted = false;
        _actedAtBank = false;
        if (_steps.Count > 0)
        {
            Open();
        }
        else
        {
            connection.Repaired(at);
        }
    }

    private void Open()
    {
        _interrupted = false;
        Challenge = Step switch
        {
            { Kind: PowensStepKind.Code } step => connection.Login.Ask(BankSubmissionKind.Code, step.Code, Challenge),
            { Kind: PowensStepKind.Approval } => connection.Login.Ask(BankSubmissionKind.Approval, expected: null, Challenge),
            _ => null,
        };
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private sealed record Validation(DateTimeOffset Since, BankResult? Result);
}
