using ConnectionSdk.Conformance;
using ConnectionSdk.ConformanceTests.Simulated;

namespace ConnectionSdk.ConformanceTests;

/// <summary>Flinks, where questions are answered in Flinks Connect.</summary>
public sealed class FlinksWidgetConformance : ProviderConformance
{
    protected override Task<IProviderDriver> StartDriverAsync() => new FlinksDriver(byFields: false).StartAsync();
}

/// <summary>Flinks, where questions are answered in the application's own form.</summary>
public sealed class FlinksFieldsConformance : ProviderConformance
{
    protected override Task<IProviderDriver> StartDriverAsync() => new FlinksDriver(byFields: true).StartAsync();
}
