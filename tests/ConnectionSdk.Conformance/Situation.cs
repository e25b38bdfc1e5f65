namespace ConnectionSdk.Conformance;

/// <summary>How a connection stands when a check begins.</summary>
public enum Situation
{
    /// <summary>Works, with at least one account.</summary>
    Healthy = 0,

    /// <summary>Broken; the user can repair it, and the same accounts come back.</summary>
    Broken,

    /// <summary>Broken; the user repairs it by typing something into the application itself (a code, an answer).</summary>
    AsksForFields,

    /// <summary>Broken; after the repair the same accounts come back under other ids.</summary>
    ReturnsWithOtherIds,

    /// <summary>Broken; after the repair another account comes back.</summary>
    ReturnsWithAnotherAccount,

    /// <summary>The provider reports a status that nobody has seen before.</summary>
    UnknownStatus,

    /// <summary>The bank is down; nobody can do anything.</summary>
    BankDown,

    /// <summary>The user has withdrawn access.</summary>
    Revoked,

    /// <summary>The provider no longer knows the connection.</summary>
    Gone,
}
