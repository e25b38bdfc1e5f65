using ConnectionSdk.DocsTests.Pages;

namespace ConnectionSdk.DocsTests;

/// <summary>Links inside the repository lead somewhere; links out of it are https and go to hosts that are listed here. Nothing is fetched.</summary>
public sealed class LinkTests
{
    /// <summary>The providers' own documentation, and the standards and projects that the pages speak of.</summary>
    private static readonly string[] Hosts =
    [
        "api-aerosync.readme.io", "dev.aero.inc", "docs.araucaria.money", "docs.flinks.com", "docs.powens.com", "github.com", "help.flinks.com",
        "keepachangelog.com", "learn.microsoft.com", "semver.org", "www.rfc-editor.org",
    ];

    public static TheoryData<string> Pages => DocPages.Paths;

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_resolves(string path)
    {
        var problems = Problems(DocPages.Get(path)).ToList();

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory]
    [InlineData("[a](README.md)", null)]
    [InlineData("[a](docs/states.md#powens)", null)]
    [InlineData("[a](#title)", null)]
    [InlineData("[a](tests/ConnectionSdk.DocsTests)", null)]
    [InlineData("[a](docs/gone.md)", "docs/gone.md")]
    [InlineData("[a](docs/states.md#no-such-heading)", "no-such-heading")]
    [InlineData("[a](#no-such-heading)", "no-such-heading")]
    [InlineData("[a](../outside.md)", "../outside.md")]
    [InlineData("[a](http://docs.powens.com/)", "http:")]
    [InlineData("[a](https://example.org/)", "example.org")]
    public void A_link_that_leads_nowhere_is_named(string text, string? expected)
    {
        var problems = Problems(DocPage.From("made-up.md", $"# Title\n\n{text}\n")).ToList();

        if (expected is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Assert.Contains(expected, Assert.Single(problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_page_is_reached_from_the_readme()
    {
        var reached = new HashSet<string>(["README.md"], StringComparer.Ordinal);
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var path))
        {
            foreach (var target in DocPages.Get(path).Links().Select(link => FileOf(path, link.Target)).OfType<string>())
            {
                if (DocPages.All.Any(page => page.Path == target) && reached.Add(target))
                {
                    open.Enqueue(target);
                }
            }
        }

        // The pages of the packages are read beside a package, not in the repository.
        Assert.Empty(DocPages.All.Select(page => page.Path).Where(path => !path.StartsWith("src/", StringComparison.Ordinal)).Except(reached, StringComparer.Ordinal));
    }

    private static IEnumerable<string> Problems(DocPage page) =>
        page.Links().Select(link => (link.Line, Problem: Problem(page, link.Target))).Where(each => each.Problem is not null)
            .Select(each => $"{page.Path}:{each.Line}: {each.Problem}");

    private static string? Problem(DocPage page, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal))
        {
            return !Uri.TryCreate(target, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps ? $"{target} is no https address"
                : !Hosts.Contains(uri.Host) ? $"{uri.Host} is not among the known hosts"
                : null;
        }

        if (FileOf(page.Path, target) is not { } file)
        {
            return $"{target} leaves the repository";
        }

        if (file != page.Path && !Path.Exists(Repository.PathOf(file)))
        {
            return $"{target} does not exist";
        }

        if (target.Split('#') is not [_, { } anchor])
        {
            return null;
        }

        var anchors = file == page.Path ? page.Anchors : DocPage.Read(file).Anchors;
        return anchors.Contains(anchor) ? null : $"{target}: no heading has the anchor {anchor}";
    }

    /// <summary>The file a link points at, from the root of the repository; null for what is outside.</summary>
    private static string? FileOf(string from, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        var file = target.Split('#')[0];
        if (file.Length == 0)
        {
            return from;
        }

        var full = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(from)!, file));
        var relative = Path.GetRelativePath(Repository.Root, full).Replace('\\', '/');
        return relative.StartsWith("..", StringComparison.Ordinal) ? null : relative;
    }
}
