namespace ConnectionSdk;

/// <summary>What is known of a delivery.</summary>
public enum WebhookMark
{
    /// <summary>Being dealt with by somebody whose mark has not lapsed.</summary>
    Seen = 0,

    /// <summary>Not known so far; it is marked as seen now.</summary>
    New,

    /// <summary>Dealt with.</summary>
    Done,
}
