using System.Text.RegularExpressions;
using ConnectionSdk.DocsTests.Pages;

namespace ConnectionSdk.DocsTests;

/// <summary>The pages of the providers are alike, and the live checks they name exist.</summary>
public sealed partial class ProviderPagesTests
{
    private static readonly string[] Sections =
        ["Set up at", "States and repairs", "Webhooks", "Limits", "Verified and assumed", "Known contradictions", "Sources"];

    public static TheoryData<string> Providers => ["aerosync", "araucaria", "flinks", "powens"];

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_page_has_the_same_sections(string provider)
    {
        var headings = DocPages.Get($"docs/providers/{provider}.md").Headings.Skip(1).ToList();

        Assert.Equal(Sections.Length, headings.Count);
        Assert.All(Sections.Zip(headings), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_live_check_that_a_page_names_exists(string provider)
    {
        var page = DocPages.Get($"docs/providers/{provider}.md");
        var named = page.Section("Verified and assumed").SelectMany(line => LiveCheck().Matches(line.Text))
            .Select(match => match.Groups["id"].Value)
            .Where(id => id.StartsWith(provider + "-", StringComparison.Ordinal))
            .ToList();
        var listed = DocPages.Get("tests/ConnectionSdk.LiveTests/README.md").Lines;

        Assert.NotEmpty(named);
        Assert.All(named, id => Assert.Contains(listed, line => line.StartsWith($"| `{id}` |", StringComparison.Ordinal)));
    }

    [GeneratedRegex("`(?<id>[a-z]+-[a-z0-9-]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LiveCheck();
}
