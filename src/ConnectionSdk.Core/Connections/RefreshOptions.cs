namespace ConnectionSdk;

/// <summary>How a synchronisation is asked for.</summary>
public sealed record RefreshOptions
{
    /// <summary>
    /// Whether the user is in front of the screen. True may make the bank ask for a code;
    /// providers are told the truth, because the law on payment services asks for it.
    /// </summary>
    /// <value>Default: false.</value>
    public bool UserPresent { get; init; }
}
