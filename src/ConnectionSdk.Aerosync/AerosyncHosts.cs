namespace ConnectionSdk.Aerosync;

/// <summary>Which family of host names is meant: both are in Aerosync's documentation.</summary>
public enum AerosyncHosts
{
    /// <summary><c>api.aerosync.com</c> and <c>api.sandbox.aerosync.com</c>, as on the pages of the endpoints.</summary>
    AerosyncCom = 0,

    /// <summary><c>api.sync.aero.inc</c> and <c>api.sandbox-sync.aero.inc</c>, as on newer pages.</summary>
    AeroInc,
}
