namespace ConnectionSdk;

/// <summary>Who has to act next.</summary>
public enum Actor
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>The person who owns the bank account.</summary>
    EndUser,

    /// <summary>The team that runs the product.</summary>
    Integrator,

    /// <summary>The aggregator.</summary>
    Provider,

    /// <summary>The bank.</summary>
    Institution,
}
