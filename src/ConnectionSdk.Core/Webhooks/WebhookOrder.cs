namespace ConnectionSdk;

/// <summary>How a change of state stands to the latest one applied.</summary>
public enum WebhookOrder
{
    /// <summary>Which came first cannot be told: read the connection.</summary>
    Same = 0,

    /// <summary>It is the latest.</summary>
    Newer,

    /// <summary>A later one has been applied.</summary>
    Older,
}
