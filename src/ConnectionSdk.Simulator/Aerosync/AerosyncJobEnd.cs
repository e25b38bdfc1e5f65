namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>What becomes of a job.</summary>
public enum AerosyncJobEnd
{
    /// <summary>It completes.</summary>
    Completes,

    /// <summary>The bank asks for a code first; without one the job fails.</summary>
    NeedsCode,

    /// <summary>It fails.</summary>
    Fails,
}
