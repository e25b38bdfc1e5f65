using ConnectionSdk.Conformance;
using ConnectionSdk.ConformanceTests.Simulated;

namespace ConnectionSdk.ConformanceTests;

/// <summary>Aerosync, with every step in its widget.</summary>
public sealed class AerosyncConformance : ProviderConformance
{
    protected override Task<IProviderDriver> StartDriverAsync() => new AerosyncDriver().StartAsync();
}
