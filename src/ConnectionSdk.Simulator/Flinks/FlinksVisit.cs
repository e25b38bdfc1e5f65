namespace ConnectionSdk.Simulator.Flinks;

/// <summary>What a user does in Flinks Connect.</summary>
public enum FlinksVisit
{
    /// <summary>Does everything right.</summary>
    Completes,

    /// <summary>Gets the password or the answers wrong once, then right.</summary>
    MistypesOnce,

    /// <summary>Gets the password or the answers wrong until that is no longer possible.</summary>
    MistypesToTheEnd,

    /// <summary>Closes the widget on the first page (<c>COMPONENT_CLOSE_SESSION</c>).</summary>
    Closes,

    /// <summary>Gets the password or the answers wrong once, and closes the widget.</summary>
    MistypesAndCloses,

    /// <summary>Denies consent when connecting a first time (<c>COMPONENT_DENY_CONSENT</c>).</summary>
    DeniesConsent,

    /// <summary>Looks away until the bank has closed the session (<c>SESSION_EXPIRED</c>).</summary>
    LetsItExpire,

    /// <summary>Meets a technical failure (<c>AGGREGATION_ERROR</c>).</summary>
    MeetsAFailure,

    /// <summary>Closes the browser on the first page that asks something: no event tells of it.</summary>
    WalksAway,
}
