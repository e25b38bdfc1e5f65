namespace ConnectionSdk;

/// <summary>What a repair does when the accounts that come back are not those that were connected before. Nothing is deleted either way.</summary>
public enum ContinuityPolicy
{
    /// <summary>None of the known accounts came back: the repair ends as <see cref="ReconnectOutcome.WrongAccount"/>.</summary>
    Strict = 0,

    /// <summary>The repair counts as done; the report says what happened.</summary>
    Report,
}
