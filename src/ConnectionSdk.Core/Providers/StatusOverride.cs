using System.ComponentModel.DataAnnotations;

namespace ConnectionSdk.Providers;

/// <summary>One row that an integrator replaces in, or adds to, an adapter's status map: by configuration, without waiting for a release.</summary>
public sealed class StatusOverride
{
    /// <summary>The provider's code, compared without regard to case.</summary>
    /// <value>Required.</value>
    [Required]
    public string Code { get; set; } = "";

    /// <summary>The state it means.</summary>
    /// <value>Default: <see cref="ConnectionState.Unknown"/>.</value>
    public ConnectionState State { get; set; }

    /// <summary>The reason it means, for example <c>consentExpired</c>.</summary>
    /// <value>Default: <c>unrecognised</c>.</value>
    public string Reason { get; set; } = "unrecognised";

    /// <summary>What must happen next.</summary>
    /// <value>Default: <see cref="RequiredActionKind.None"/>.</value>
    public RequiredActionKind Action { get; set; }

    /// <summary>Who has to do it.</summary>
    /// <value>Default: <see cref="Actor.None"/>.</value>
    public Actor Actor { get; set; }

    /// <summary>What may be tried again.</summary>
    /// <value>Default: <see cref="RetryAdvice.Never"/>.</value>
    public RetryAdvice Retry { get; set; } = RetryAdvice.Never;

    /// <summary>The override as a row of the map.</summary>
    public StatusRow ToRow() => new()
    {
        Code = Code,
        State = State,
        Reason = string.IsNullOrWhiteSpace(Reason) ? StatusReason.Unrecognised : new StatusReason(Reason),
        Action = Action,
        Actor = Actor,
        Retry = Retry,
        Meaning = "Set by the integrator.",
        Source = "configuration",
    };
}
