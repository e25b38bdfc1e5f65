namespace ConnectionSdk.Simulator;

/// <summary>What a bank can be sent.</summary>
public enum BankSubmissionKind
{
    /// <summary>A password.</summary>
    Password,

    /// <summary>A one-time code.</summary>
    Code,

    /// <summary>A decision taken in the bank's app.</summary>
    Approval,

    /// <summary>A decision taken on the bank's web page.</summary>
    Consent,
}
