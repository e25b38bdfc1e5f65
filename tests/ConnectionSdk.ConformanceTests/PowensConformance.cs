using ConnectionSdk.Conformance;
using ConnectionSdk.ConformanceTests.Simulated;
using ConnectionSdk.Powens;

namespace ConnectionSdk.ConformanceTests;

/// <summary>Powens with own pages, where the bank wants the user on its own page.</summary>
public sealed class PowensRedirectConformance : ProviderConformance
{
    protected override Task<IProviderDriver> StartDriverAsync() =>
        new PowensDriver(PowensReconnectMode.Custom, setup => setup.NeedsRedirect()).StartAsync();
}

/// <summary>Powens with own pages, where the bank wants an approval in its app.</summary>
public sealed class PowensApprovalConformance : ProviderConformance
{
    protected override Task<IProviderDriver> StartDriverAsync() =>
        new PowensDriver(PowensReconnectMode.Custom, setup => setup.NeedsConsent().NeedsApproval()).StartAsync();
}

/// <summary>Powens with every step in its webview.</summary>
public sealed class PowensWebviewConformance : ProviderConformance
{
    protected override Task<IProviderDriver> StartDriverAsync() =>
        new PowensDriver(PowensReconnectMode.Webview, setup => setup.WrongPassword()).StartAsync();
}
