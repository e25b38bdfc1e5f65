using ConnectionSdk.Hosting;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.Quickstart.Simulation;

/// <summary>A simulated provider with some connections, most of them broken. Another provider joins the sample by implementing this.</summary>
internal interface IFleet : IAsyncDisposable
{
    /// <summary>What the provider really received.</summary>
    CallLog Calls { get; }

    /// <summary>Starts the provider and breaks the connections.</summary>
    Task<IReadOnlyList<Scenario>> StartAsync(CancellationToken cancellationToken);

    /// <summary>Registers the provider's adapter, pointed at the simulator.</summary>
    void Register(ConnectionSdkBuilder sdk);
}
