namespace ConnectionSdk.Simulator.Flinks;

/// <summary>How far a contact with the bank has come.</summary>
internal enum FlinksSessionState
{
    /// <summary>The bank has not answered yet.</summary>
    Connecting,

    /// <summary>The bank has asked questions.</summary>
    AwaitingAnswers,

    /// <summary>The bank, or what is stored, gives out data.</summary>
    Authorized,
}
