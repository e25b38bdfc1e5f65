namespace ConnectionSdk.ReconnectWeb;

/// <summary>How the sample runs.</summary>
public sealed record ReconnectWebSettings
{
    /// <summary>The port on this machine; zero takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock of the product and of the simulators; null takes the system's, with the simulator's "let time pass" on top.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Sets up logging; null shows warnings on the console.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Adds to or replaces the services of the product, for tests; null leaves them.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
