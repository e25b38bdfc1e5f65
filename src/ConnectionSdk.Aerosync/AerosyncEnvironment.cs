namespace ConnectionSdk.Aerosync;

/// <summary>Which of Aerosync's installations is meant. Keys belong to one of them.</summary>
public enum AerosyncEnvironment
{
    /// <summary>Real banks.</summary>
    Production = 0,

    /// <summary>Test banks. Aerosync: Testing in sandbox.</summary>
    Sandbox,

    /// <summary>Named in older pages only.</summary>
    Staging,
}
