namespace ConnectionSdk.Simulator;

/// <summary>What a bank made of a submission.</summary>
public enum BankResult
{
    /// <summary>Right.</summary>
    Accepted,

    /// <summary>Wrong; counts towards the lock.</summary>
    Wrong,

    /// <summary>The customer said no.</summary>
    Refused,

    /// <summary>The challenge had run out, was answered before, or never existed; counts towards the lock when it is a code.</summary>
    NoSuchChallenge,

    /// <summary>The login is locked: nothing is looked at any more.</summary>
    Locked,
}
