namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>What a widget token allows: a link for a user, or the reconnection of one connection.</summary>
internal sealed record AerosyncWidgetGrant(string UserUuid, AerosyncConnection? Reconnects, DateTimeOffset ExpiresAt);
