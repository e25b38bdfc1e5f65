using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.Browsing;

/// <summary>
/// A test in a browser context of its own. Whatever the pages complain about (an exception, a refused script, a missing file) fails it,
/// unless it said before that it would come.
/// </summary>
[Collection(BrowserCollection.Name)]
[CurrentTest]
public abstract class BrowserTest(BrowserFixture fixture) : IAsyncLifetime
{
    private const int PhoneWidth = 360;

    private readonly ConcurrentQueue<string> _console = [];
    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly ConcurrentQueue<string> _addresses = [];
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly List<string> _expectedComplaints = [];
    private IBrowserContext? _context;
    private IPage? _page;
    private int _shots;

    private protected IBrowserContext Context => _context ?? throw new InvalidOperationException("There is no browser.");

    private protected IPage Page => _page ?? throw new InvalidOperationException("There is no browser.");

    /// <summary>Every line any page wrote to its console.</summary>
    private protected IReadOnlyCollection<string> ConsoleLines => _console;

    /// <summary>Every address any frame has been at, in order: what the history and an address bar have shown.</summary>
    private protected IReadOnlyCollection<string> Addresses => _addresses;

    /// <summary>The address of every request any page has sent.</summary>
    private protected IReadOnlyCollection<string> Requests => _requests;

    public async Task InitializeAsync()
    {
        _context = await fixture.Browser().NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 1024, Height = 768 },
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        _context.SetDefaultTimeout(BrowserFixture.PatienceInMilliseconds);
        _context.Console += (_, message) => Hear(message.Type, $"{message.Text} ({message.Location})");
        _context.WebError += (_, error) => Hear("error", error.Error);
        _context.Request += (_, request) => _requests.Enqueue(request.Url);
        _context.Page += (_, page) => page.FrameNavigated += (_, frame) => _addresses.Enqueue(frame.Url);
        await SetUpAsync();
        _page = await Context.NewPageAsync();
        await PageOpenedAsync();
    }

    public async Task DisposeAsync()
    {
        try
        {
            if (_page is not null)
            {
                await InspectAsync();
            }
        }
        finally
        {
            if (_context is not null)
            {
                await _context.DisposeAsync();
                await File.WriteAllLinesAsync(Evidence.PathOf(GetType().Name, CurrentTest.Name + ".console.txt"), _console);
            }

            await TearDownAsync();
        }

        Nothing.Of(_complaints.Where(complaint => !_expectedComplaints.Exists(expected => complaint.Contains(expected, StringComparison.Ordinal))));
    }

    private protected virtual Task SetUpAsync() => Task.CompletedTask;

    private protected virtual Task PageOpenedAsync() => Task.CompletedTask;

    /// <summary>A last look at everything, while the pages are still open.</summary>
    private protected virtual Task InspectAsync() => Task.CompletedTask;

    private protected virtual Task TearDownAsync() => Task.CompletedTask;

    /// <summary>A complaint of the browser that belongs to the scenario, such as the answer 403 that it is about.</summary>
    private protected void ExpectComplaint(string part) => _expectedComplaints.Add(part);

    /// <summary>Keeps a picture of the page as it is.</summary>
    private protected async Task ShootAsync(string step, IPage? page = null, bool wholePage = true)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{CurrentTest.Name}.{++_shots:D2}-{step}.png");
        await (page ?? Page).ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Evidence.PathOf(GetType().Name, name),
            FullPage = wholePage,
            Animations = ScreenshotAnimations.Disabled,
        });
    }

    /// <summary>Keeps pictures of the page on a phone and in the dark, and holds that the phone needs no sideways scrolling.</summary>
    private protected async Task ShootEverywhereAsync(string step, IPage? page = null)
    {
        page ??= Page;
        await ShootAsync(step, page);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await ShootAsync(step + "-dark", page);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        var size = page.ViewportSize!;
        await page.SetViewportSizeAsync(PhoneWidth, 740);
        await ShootAsync(step + "-phone", page);
        foreach (var frame in page.Frames)
        {
            var overflow = await frame.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{step}: {overflow} px stick out at a width of {PhoneWidth} px");
        }

        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    private void Hear(string type, string text)
    {
        _console.Enqueue($"{type}: {text}");
        if (type is "error" or "warning")
        {
            _complaints.Enqueue(text);
        }
    }
}
