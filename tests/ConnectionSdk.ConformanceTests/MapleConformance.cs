using ConnectionSdk.Conformance;
using ConnectionSdk.ConformanceTests.CustomProvider;

namespace ConnectionSdk.ConformanceTests;

/// <summary>The adapter of <c>samples/CustomProvider</c>, written against the public packages only.</summary>
public sealed class MapleConformance : ProviderConformance
{
    protected override Task<IProviderDriver> StartDriverAsync() => Task.FromResult<IProviderDriver>(new MapleDriver());
}
