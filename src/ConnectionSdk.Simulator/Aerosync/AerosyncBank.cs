namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>The test bank. Aerosync: Testing in sandbox.</summary>
internal static class AerosyncBank
{
    public const string Name = "Aerosync Bank (MFA Trigger)";

    public const string Uuid = "c1f0a9d4-5e27-4d63-9b18-07aa64e3d512";
}
