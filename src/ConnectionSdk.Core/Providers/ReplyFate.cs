namespace ConnectionSdk.Providers;

/// <summary>What became of a reply that was passed on to the provider.</summary>
public enum ReplyFate
{
    /// <summary>Nothing was passed on.</summary>
    None = 0,

    /// <summary>The provider took it.</summary>
    Accepted,

    /// <summary>The bank refused it. Counts towards the loop guard.</summary>
    Rejected,

    /// <summary>It certainly did not leave, so the user's attempt is not spent.</summary>
    NotSent,

    /// <summary>The answer was lost; the connection was read instead.</summary>
    Unknown,
}
