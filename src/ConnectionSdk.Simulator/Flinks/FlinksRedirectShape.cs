namespace ConnectionSdk.Simulator.Flinks;

/// <summary>How the REDIRECT event says what was connected. Flinks: Events.</summary>
public enum FlinksRedirectShape
{
    /// <summary>Top-level <c>loginId</c>, <c>requestId</c> and, when accounts were chosen, <c>accountId</c>: one id, or several with commas.</summary>
    Fields,

    /// <summary>As <see cref="Fields"/>, with <c>accountId</c> as an array.</summary>
    FieldsWithArray,

    /// <summary>As <see cref="Fields"/>, with the ids under <c>resumeSelectedAccounts</c>.</summary>
    FieldsWithResumedAccounts,

    /// <summary>Only <c>url</c>, whose query says it all.</summary>
    UrlOnly,
}
