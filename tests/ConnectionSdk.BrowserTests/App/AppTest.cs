using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using ConnectionSdk.BrowserTests.Accessibility;
using ConnectionSdk.BrowserTests.Browsing;
using ConnectionSdk.Diagnostics;
using ConnectionSdk.ReconnectWeb;
using ConnectionSdk.ReconnectWeb.Simulation;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.App;

/// <summary>
/// The web sample, running in this process on a clock that stands still, with a person in front of it. When a scenario has ended, everything that was
/// shown, logged, stored and remembered is searched for secrets.
/// </summary>
public abstract class AppTest(BrowserFixture fixture) : BrowserTest(fixture)
{
    private protected const string Amelie = "Amélie Laurent";
    private protected const string Sam = "Sam Rivera";

    /// <summary>Longer than every pause between looks that a page makes.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(16);

    /// <summary>By the clock on the wall, as the browser's own work is.</summary>
    private static readonly TimeSpan PatienceWithAnAnswer = TimeSpan.FromSeconds(5);

    private const int MostLooks = 12;
    private const float LookInMilliseconds = 5_000;

    private readonly ConcurrentQueue<string> _stored = [];
    private readonly ConcurrentQueue<Task> _reading = [];
    private readonly ConcurrentQueue<string> _findings = [];
    private ReconnectWebApp? _app;

    private RecordingLoggerProvider Logs { get; } = new();

    private ActivityRecorder Activities { get; } = new(ConnectionSdkDiagnostics.ActivitySourceName);

    private protected SimulatedClock Clock { get; } = new();

    private protected SecretWatch Secrets { get; } = new();

    private protected ReconnectWebApp App => _app ?? throw new InvalidOperationException("The app has not been started.");

    private protected SimulatedWorld World => App.World;

    private protected SimulatedBank Bank => World.Bank;

    /// <summary>What is inside a provider's widget.</summary>
    private protected ILocator Widget => Page.FrameLocator("iframe").Locator("body");

    private protected override async Task SetUpAsync()
    {
        _app = await ReconnectWebApp.StartAsync(new ReconnectWebSettings
        {
            Clock = Clock,
            Logging = logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs),
            Services = KeepStoredSessions,
        });
        Secrets.AddSettings(App.Services.GetRequiredService<IConfiguration>());
        foreach (var user in World.Powens.Connections.Select(connection => connection.User).Distinct())
        {
            Secrets.Add("token of a Powens user", user.Token);
        }

        Context.Response += (_, response) => _reading.Enqueue(ReadAsync(response));
    }

    private protected override async Task PageOpenedAsync()
    {
        // Timers of pages stand still too, until a test moves them.
        await Page.Clock.InstallAsync();
        await Page.Clock.PauseAtAsync(Clock.GetUtcNow().UtcDateTime.AddYears(1));
    }

    private protected override async Task InspectAsync()
    {
        await Task.WhenAll(_reading);
        foreach (var address in Requests.Where(address => address.StartsWith("http", StringComparison.Ordinal) && !address.StartsWith(App.Address.AbsoluteUri, StringComparison.Ordinal)))
        {
            Secrets.Read(new Uri(address));
        }

        foreach (var page in Context.Pages)
        {
            await SearchAsync(page);
        }

        Search("the console", string.Join('\n', ConsoleLines));
        Search("the addresses", string.Join('\n', Addresses.Where(address => address.StartsWith(App.Address.AbsoluteUri, StringComparison.Ordinal))));
        Search("the logs", Logs.Text);
        Search("the activities", Activities.Text);
        Search("a stored session", string.Join('\n', _stored));
        foreach (var cookie in await Context.CookiesAsync([App.Address.AbsoluteUri]))
        {
            Search("a cookie", $"{cookie.Name}={cookie.Value}");
            Assert.True(cookie.HttpOnly, $"scripts can read the cookie {cookie.Name}");
            Assert.NotEqual(SameSiteAttribute.None, cookie.SameSite);
        }

        Nothing.Of(_findings.Distinct(StringComparer.Ordinal));
    }

    private protected override async Task TearDownAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        Activities.Dispose();
        Logs.Dispose();
    }

    private protected PowensConnection PowensOf(string bank) =>
        World.Powens.Connections.Single(connection => connection.Id.ToString(CultureInfo.InvariantCulture) == World[bank].Ref.ConnectionId);

    private protected string AddressOf(string path) => new Uri(App.Address, path).AbsoluteUri;

    private protected async Task SignInAsync(string name, IPage? page = null)
    {
        page ??= Page;
        await page.GotoAsync(App.Address.AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = $"Continue as {name}" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("Your connections");
    }

    private protected ILocator Card(string bank, IPage? page = null) =>
        (page ?? Page).GetByRole(AriaRole.Article, new PageGetByRoleOptions { Name = bank, Exact = true });

    /// <summary>Presses what the card of a bank offers.</summary>
    private protected async Task RepairAsync(string bank, IPage? page = null)
    {
        await Card(bank, page).Locator(".button, .quiet").First.ClickAsync();
        await Assertions.Expect((page ?? Page).GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync($"Reconnect {bank}");
    }

    /// <summary>A step is shown, and whoever uses a keyboard or a screen reader is in it.</summary>
    private protected async Task StepIsAsync(string title, IPage? page = null)
    {
        page ??= Page;
        await Assertions.Expect(page.Locator(".cs-title")).ToHaveTextAsync(title);
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.closest('.cs-root') !== null"), $"\"{title}\": the focus is lost");
    }

    private protected Task PressAsync(string button, IPage? page = null) =>
        (page ?? Page).Locator(".cs-root").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    private protected async Task TypeAsync(string label, string value, IPage? page = null)
    {
        Secrets.Add(label, value);
        await (page ?? Page).GetByLabel(label, new PageGetByLabelOptions { Exact = true }).FillAsync(value);
    }

    private protected async Task WidgetShowsAsync(string heading) =>
        await Assertions.Expect(Widget.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Level = 1 })).ToHaveTextAsync(heading);

    private protected async Task TypeInWidgetAsync(string label, string value)
    {
        Secrets.Add(label, value);
        await Widget.GetByLabel(label, new LocatorGetByLabelOptions { Exact = true }).FillAsync(value);
    }

    private protected Task PressInWidgetAsync(string button) =>
        Widget.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    /// <summary>Time passes for everybody, and the page looks once.</summary>
    private protected async Task LookAsync()
    {
        Clock.Advance(Pause);
        try
        {
            await Page.RunAndWaitForResponseAsync(
                () => Page.Clock.FastForwardAsync((long)Pause.TotalMilliseconds),
                static response => response.Url.EndsWith("/poll", StringComparison.Ordinal),
                new PageRunAndWaitForResponseOptions { Timeout = LookInMilliseconds });
        }
        catch (TimeoutException)
        {
            // A reply was still on its way, so the page had not yet planned to look.
        }
    }

    /// <summary>The page looks until a step is shown.</summary>
    private protected async Task WaitForStepAsync(string title)
    {
        var either = new Regex($"^({Regex.Escape(title)}|Please wait)$", RegexOptions.None, TimeSpan.FromSeconds(1));
        for (var looks = 0; looks < MostLooks; looks++)
        {
            await Assertions.Expect(Page.Locator(".cs-title")).ToHaveTextAsync(either);
            if (await Page.Locator(".cs-title").TextContentAsync() == title)
            {
                break;
            }

            await LookAsync();
        }

        await StepIsAsync(title);
    }

    /// <summary>A screen a customer sees: accessible, without a lasting secret, and kept as pictures.</summary>
    private protected async Task ScreenAsync(string step, bool everywhere = true)
    {
        Nothing.Of(await AccessibilityAudit.FindAsync(Page));
        Nothing.Of(Secrets.FindLasting(step, await Page.ContentAsync()));
        if (everywhere)
        {
            await ShootEverywhereAsync(step);
        }
        else
        {
            await ShootAsync(step);
        }
    }

    private void KeepStoredSessions(IServiceCollection services)
    {
        var inner = services.Last(service => service.ServiceType == typeof(IReconnectSessionStore));
        services.Replace(ServiceDescriptor.Singleton<IReconnectSessionStore>(provider =>
            new SessionArchive((IReconnectSessionStore)inner.ImplementationFactory!(provider), _stored)));
    }

    private async Task ReadAsync(IResponse response)
    {
        var address = new Uri(response.Url);
        if (address.Port != App.Address.Port || address.AbsolutePath is "/events" or "/simulator" || address.AbsolutePath.StartsWith("/assets", StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            var text = await response.TextAsync().WaitAsync(PatienceWithAnAnswer, TimeProvider.System);
            foreach (var finding in Secrets.FindLasting($"the answer of {address.AbsolutePath}", text))
            {
                _findings.Enqueue(finding);
            }

            if (address.AbsolutePath.StartsWith("/reconnect/sessions", StringComparison.Ordinal))
            {
                Secrets.Read(text);
            }
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            // A redirect has no body, and that of a page already left is gone, or never comes to its end.
        }
    }

    private async Task SearchAsync(IPage page)
    {
        if (!page.Url.StartsWith(App.Address.AbsoluteUri, StringComparison.Ordinal))
        {
            return;
        }

        // While a step is shown, its widget needs its token.
        var html = await page.ContentAsync();
        var isInStep = await page.Locator("iframe").CountAsync() > 0;
        foreach (var finding in isInStep ? Secrets.FindLasting("the page", html) : Secrets.FindAny("the page", html))
        {
            _findings.Enqueue(finding);
        }

        Search("the storage of the browser", await page.EvaluateAsync<string>(
            "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, document.cookie, window.name])"));
        Search("the fields", await page.EvaluateAsync<string>("() => [...document.querySelectorAll('input')].map(input => input.value).join('\\n')"));
    }

    private void Search(string place, string text)
    {
        foreach (var finding in Secrets.FindAny(place, text))
        {
            _findings.Enqueue(finding);
        }
    }
}
