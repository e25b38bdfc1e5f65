namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>One open widget. The caller holds the simulator's lock.</summary>
internal sealed class AerosyncWidgetSession(AerosyncWidgetGrant grant)
{
    public AerosyncWidgetGrant Grant { get; } = grant;

    /// <summary>The job whose code is asked for, when the widget was opened with <c>handleMFA</c>.</summary>
    public AerosyncJob? Job { get; init; }

    public required string Step { get; set; }

    public AerosyncCustomer? Customer { get; set; }

    public BankChallenge? Challenge { get; set; }

    /// <summary>What went wrong last, as <c>TYPE | Code: X | Message: Y</c>.</summary>
    public string? Error { get; set; }

    public IReadOnlyList<AerosyncConnection> Linked { get; set; } = [];
}
