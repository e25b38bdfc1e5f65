namespace ConnectionSdk.Conformance;

/// <summary>What not every provider can show.</summary>
public enum Feature
{
    /// <summary>A repair in which the user types into the application itself.</summary>
    Fields = 0,

    /// <summary>Accounts that come back under other ids.</summary>
    OtherIds,

    /// <summary>Another account that comes back.</summary>
    AnotherAccount,

    /// <summary>A bank that is down and is reported as such.</summary>
    BankDown,

    /// <summary>A revocation by the user that the provider reports.</summary>
    Revocation,

    /// <summary>A status that nobody has seen before.</summary>
    UnknownStatus,
}
