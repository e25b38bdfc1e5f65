using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.Browsing;

/// <summary>One browser for the whole run; every test gets a context of its own, which shares nothing with the others.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>Long enough for a machine with other work to do: a page that is ready is never waited for.</summary>
    public const float PatienceInMilliseconds = 20_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Chromium.Find() is not { } executable)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = Chromium.Arguments });
        Assertions.SetDefaultExpectTimeout(PatienceInMilliseconds);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    internal IBrowser Browser()
    {
        Skip.If(_browser is null, Chromium.HowToGetIt);
        return _browser!;
    }
}
