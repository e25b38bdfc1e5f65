namespace ConnectionSdk.Simulator.Powens;

/// <summary>What a user does on the hosted pages.</summary>
public enum PowensVisit
{
    /// <summary>Does everything right.</summary>
    Completes,

    /// <summary>Gets the password or the code wrong once, then right.</summary>
    MistypesOnce,

    /// <summary>Gets the password or the code wrong once, and cancels.</summary>
    MistypesAndCancels,

    /// <summary>Cancels on the first page (<c>access_denied</c>).</summary>
    Cancels,

    /// <summary>Looks away until the page has expired (<c>session_expired</c>).</summary>
    LetsItExpire,

    /// <summary>Meets a technical failure (<c>server_error</c>; on the bank's page <c>wrongpass</c>).</summary>
    MeetsAFailure,

    /// <summary>Declines the terms when connecting a first time (<c>tos_declined</c>).</summary>
    DeclinesTerms,

    /// <summary>Deletes the connection on the manage page.</summary>
    Deletes,
}
