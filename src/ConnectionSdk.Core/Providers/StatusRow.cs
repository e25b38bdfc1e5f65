namespace ConnectionSdk.Providers;

/// <summary>
/// One row of a provider's status map: what a code means in the common vocabulary. The four permissions follow from the state
/// unless a row says otherwise.
/// </summary>
public sealed record StatusRow
{
    // Every read asks for one of these; they carry no data and never change, so they are made once.
    private static readonly RequiredAction[][] PlainActions = MakePlainActions();

    private readonly bool? _dataUsable;
    private readonly bool? _refreshAllowed;
    private readonly bool? _reconnectAllowed;
    private readonly bool? _recoversByItself;

    /// <summary>The provider's code, compared without regard to case; empty for the absence of a code.</summary>
    public required string Code { get; init; }

    /// <summary>The state it means.</summary>
    public required ConnectionState State { get; init; }

    /// <summary>The reason it means.</summary>
    public StatusReason Reason { get; init; }

    /// <summary>What must happen next.</summary>
    public RequiredActionKind Action { get; init; }

    /// <summary>Who has to do it.</summary>
    public Actor Actor { get; init; }

    /// <summary>What is going on meanwhile.</summary>
    public ConnectionActivity Activity { get; init; } = ConnectionActivity.Idle;

    /// <summary>What may be tried again, and by whom.</summary>
    public RetryAdvice Retry { get; init; }

    /// <summary>The provider's meaning in one plain sentence, for the generated table.</summary>
    public required string Meaning { get; init; }

    /// <summary>The page or document the row comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Whether data fetched earlier may still be shown as current.</summary>
    public bool DataUsable
    {
        get => _dataUsable ?? State is ConnectionState.Active or ConnectionState.Degraded;
        init => _dataUsable = value;
    }

    /// <summary>Whether a refresh may be asked for.</summary>
    public bool RefreshAllowed
    {
        get => _refreshAllowed ?? State is ConnectionState.Active;
        init => _refreshAllowed = value;
    }

    /// <summary>Whether a reconnect flow may be started.</summary>
    public bool ReconnectAllowed
    {
        get => _reconnectAllowed ?? State is ConnectionState.Pending or ConnectionState.ActionRequired or ConnectionState.ReconnectRequired
            or ConnectionState.Revoked or ConnectionState.Unknown;
        init => _reconnectAllowed = value;
    }

    /// <summary>Whether the provider resumes by itself.</summary>
    public bool RecoversByItself
    {
        get => _recoversByItself ?? State is ConnectionState.Degraded or ConnectionState.Connecting;
        init => _recoversByItself = value;
    }

    /// <summary>The row's action, without the data that only a live answer of the provider can fill in.</summary>
    public RequiredAction ToAction() => Enum.IsDefined(Action) && Enum.IsDefined(Actor) ? PlainActions[(int)Action][(int)Actor] : Make(Action, Actor);

    private static RequiredAction[][] MakePlainActions() =>
        Array.ConvertAll(Enum.GetValues<RequiredActionKind>(), kind => Array.ConvertAll(Enum.GetValues<Actor>(), actor => Make(kind, actor)));

    private static RequiredAction Make(RequiredActionKind kind, Actor actor) => kind switch
    {
        RequiredActionKind.Wait => new RequiredAction.Wait { Actor = actor },
        RequiredActionKind.OpenWidget => new RequiredAction.OpenWidget { Actor = actor },
        RequiredActionKind.ProvideFields => new RequiredAction.ProvideFields { Actor = actor },
        RequiredActionKind.ApproveElsewhere => new RequiredAction.ApproveElsewhere { Actor = actor },
        RequiredActionKind.FollowRedirect => new RequiredAction.FollowRedirect { Actor = actor },
        RequiredActionKind.VisitInstitution => new RequiredAction.VisitInstitution { Actor = actor },
        RequiredActionKind.StartOver => new RequiredAction.StartOver { Actor = actor },
        RequiredActionKind.ContactSupport => new RequiredAction.ContactSupport { Actor = actor },
        _ => new RequiredAction.None { Actor = actor },
    };
}
