namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>One open widget. The caller holds the simulator's lock.</summary>
internal sealed class AraucariaWidgetSession(string token, AraucariaConnection connection)
{
    public string Token { get; } = token;

    public AraucariaConnection Connection { get; } = connection;

    /// <summary>Whether the user has typed in anything, so that what failed is worth telling.</summary>
    public bool HasSubmitted { get; set; }

    /// <summary>The user has left, with an error or without one.</summary>
    public bool HasLeft { get; set; }

    public string? LeavesWith { get; set; }
}
