namespace ConnectionSdk.TestKit;

/// <summary>What the server does with one connection; the connection is closed when it returns.</summary>
public delegate Task SocketScript(RawConnection connection, CancellationToken cancellationToken);
