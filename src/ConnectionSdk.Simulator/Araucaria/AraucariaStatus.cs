namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>The eight states. Araucaria: Connection status.</summary>
internal static class AraucariaStatus
{
    public const string Created = "CREATED";

    public const string CredentialsSubmitted = "CREDENTIALS_SUBMITTED";

    public const string Verifying = "VERIFYING";

    public const string Connected = "CONNECTED";

    public const string MfaRequired = "MFA_REQUIRED";

    public const string FailedAuth = "FAILED_AUTH";

    public const string Error = "ERROR";

    public const string Disconnected = "DISCONNECTED";
}
