using System.Text.Json.Nodes;
using ConnectionSdk.BrowserTests.Accessibility;
using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.Simulator;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.ProviderPages;

/// <summary>A simulated provider's own pages, embedded in a plain page of another origin with the provider's start-up calls.</summary>
public abstract class ProviderPageTest(BrowserFixture fixture) : BrowserTest(fixture)
{
    private HostServer? _host;

    private protected SimulatedClock Clock { get; } = new();

    private protected HostServer Host => _host ?? throw new InvalidOperationException("The host pages are not served yet.");

    /// <summary>The provider's page.</summary>
    private protected virtual ILocator Widget => Page.FrameLocator("iframe").Locator("body");

    private protected abstract SimulatedProvider Provider { get; }

    private protected override async Task SetUpAsync()
    {
        _host = await HostServer.StartAsync();
        await Provider.StartAsync();
    }

    private protected override async Task TearDownAsync()
    {
        await Provider.DisposeAsync();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    /// <summary>Keeps what every window message said, and from which origin it came.</summary>
    private protected const string Listens = """<script>window.heard = []; addEventListener("message", e => heard.push({ origin: e.origin, data: e.data }))</script>""";

    /// <summary>What the host page has heard so far; all of it has to come from the provider's origin.</summary>
    private protected async Task<IReadOnlyList<JsonNode>> HeardAsync()
    {
        var heard = JsonNode.Parse(await Page.EvaluateAsync<string>("JSON.stringify(heard)"))!.AsArray();
        var origin = Provider.BaseAddress.GetLeftPart(UriPartial.Authority);
        return [.. heard.Select(message =>
        {
            Assert.Equal(origin, (string?)message!["origin"]);
            return message["data"]!;
        })];
    }

    private protected Task SeesAsync(string heading) =>
        Assertions.Expect(Widget.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Level = 1 })).ToHaveTextAsync(heading);

    private protected Task FillAsync(string label, string value) => Widget.GetByLabel(label, new LocatorGetByLabelOptions { Exact = true }).FillAsync(value);

    private protected Task PressAsync(string button) =>
        Widget.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    private protected async Task IsAccessibleAsync() => Nothing.Of(await AccessibilityAudit.FindAsync(Page));
}
