namespace ConnectionSdk.Simulator.Powens;

/// <summary>What becomes of a connection after a wrong code. The reference leaves it open: "a refused code raises an error, or a new state".</summary>
public enum PowensWrongCode
{
    /// <summary>The same code may be tried again.</summary>
    KeepsChallenge,

    /// <summary>The bank sends another code.</summary>
    SendsNewCode,

    /// <summary>The connection goes back to SCARequired.</summary>
    StartsOver,
}
