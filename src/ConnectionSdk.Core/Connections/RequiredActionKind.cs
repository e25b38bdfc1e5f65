namespace ConnectionSdk;

/// <summary>The cases of <see cref="RequiredAction"/> as values, for tables and filters.</summary>
public enum RequiredActionKind
{
    /// <summary><see cref="RequiredAction.None"/>.</summary>
    None = 0,

    /// <summary><see cref="RequiredAction.Wait"/>.</summary>
    Wait,

    /// <summary><see cref="RequiredAction.OpenWidget"/>.</summary>
    OpenWidget,

    /// <summary><see cref="RequiredAction.ProvideFields"/>.</summary>
    ProvideFields,

    /// <summary><see cref="RequiredAction.ApproveElsewhere"/>.</summary>
    ApproveElsewhere,

    /// <summary><see cref="RequiredAction.FollowRedirect"/>.</summary>
    FollowRedirect,

    /// <summary><see cref="RequiredAction.VisitInstitution"/>.</summary>
    VisitInstitution,

    /// <summary><see cref="RequiredAction.StartOver"/>.</summary>
    StartOver,

    /// <summary><see cref="RequiredAction.ContactSupport"/>.</summary>
    ContactSupport,
}
