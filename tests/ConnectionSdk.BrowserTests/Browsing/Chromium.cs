namespace ConnectionSdk.BrowserTests.Browsing;

/// <summary>Where the browser of the tests is. None is downloaded.</summary>
internal static class Chromium
{
    /// <summary>Names the executable of a Chromium or Chrome that is not in one of the usual places.</summary>
    public const string PathVariable = "CONNECTIONSDK_CHROMIUM";

    public const string HowToGetIt =
        "These tests need Chromium: run 'apt-get install -y chromium' (Debian), or set " + PathVariable + " to the executable of a Chromium or Chrome.";

    /// <summary>The tests judge what was sent and shown; what the browser does on its own account is in their way.</summary>
    public static readonly string[] Arguments =
    [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private static readonly string[] UsualPlaces = OperatingSystem.IsMacOS()
        ? ["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
        : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    /// <summary>The executable, or null when the tests have to be skipped.</summary>
    /// <exception cref="FileNotFoundException">The variable is set and names no file: a mistake that skipping would hide.</exception>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path)
        {
            return File.Exists(path) ? path : throw new FileNotFoundException($"{PathVariable} names {path}, and there is no such file.");
        }

        return Array.Find(UsualPlaces, File.Exists);
    }
}
