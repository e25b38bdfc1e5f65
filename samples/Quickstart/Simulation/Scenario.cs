namespace ConnectionSdk.Quickstart.Simulation;

/// <summary>One connection, its user, and how its repair must end.</summary>
/// <param name="Title">What the case is.</param>
/// <param name="Connection">The connection, as a product would have stored it.</param>
/// <param name="Person">Its user.</param>
/// <param name="Before">The state the connection must be in at first.</param>
/// <param name="Outcome">How the repair must end; null when none must be started.</param>
/// <param name="After">The state the connection must be in afterwards.</param>
internal sealed record Scenario(
    string Title, ConnectionRef Connection, IPerson Person, ConnectionState Before, ReconnectOutcome? Outcome, ConnectionState After)
{
    /// <summary>Breaks the connection, once its accounts were read and kept; null when it is broken already.</summary>
    public Action? Breaks { get; init; }

    /// <summary>Whether the run also shows what removing this connection would do.</summary>
    public bool ShowsRemovalPlan { get; init; }
}
