namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>What the widget's <c>pageSuccess</c> message carries.</summary>
public enum AerosyncSuccessShape
{
    /// <summary>One <c>connectionId</c>.</summary>
    Single,

    /// <summary><c>accounts[]</c>, where the merchant lets users link several accounts at once.</summary>
    Multiple,

    /// <summary><c>user_id</c>, <c>user_password</c> and <c>FILoginAcctId</c>, as the 1.x widgets sent it.</summary>
    FirstVersion,
}
