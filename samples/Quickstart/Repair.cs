namespace ConnectionSdk.Quickstart;

/// <summary>A repair that is over; without a session when there was none to start.</summary>
internal sealed record Repair(Connection Before, ReconnectSession? Session, Connection After);
