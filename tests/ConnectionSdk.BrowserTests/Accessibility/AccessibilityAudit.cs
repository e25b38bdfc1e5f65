using Microsoft.Playwright;

namespace ConnectionSdk.BrowserTests.Accessibility;

/// <summary>Looks over every document of a page, by day and by night.</summary>
internal static class AccessibilityAudit
{
    private static readonly string Script = Read("audit.js");

    /// <summary>What a person would stumble over, one line each; empty is what a test asserts.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page)
    {
        var findings = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            foreach (var frame in page.Frames)
            {
                var found = await frame.EvaluateAsync<string[]>(Script);
                findings.AddRange(found.Select(line => $"{scheme}, {new Uri(frame.Url).AbsolutePath}: {line}"));
            }
        }

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        return findings;
    }

    internal static string Read(string name)
    {
        using var reader = new StreamReader(typeof(AccessibilityAudit).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
