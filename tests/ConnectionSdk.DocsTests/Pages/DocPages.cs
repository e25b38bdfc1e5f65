namespace ConnectionSdk.DocsTests.Pages;

/// <summary>All pages that people read: those at the root, below docs/, and the README of any folder.</summary>
internal static class DocPages
{
    private static readonly string[] AtRoot = ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"];

    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", "node_modules"];

    public static IReadOnlyList<DocPage> All { get; } =
        [.. AtRoot.Concat(Below("docs", "*.md")).Concat(Below("samples", "README.md")).Concat(Below("src", "README.md")).Concat(Below("tests", "README.md")).Select(DocPage.Read)];

    public static TheoryData<string> Paths => [.. All.Select(page => page.Path)];

    public static DocPage Get(string path) => All.Single(page => page.Path == path);

    private static IEnumerable<string> Below(string folder, string pattern) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(NotOurs, StringComparer.Ordinal).Any())
            .Order(StringComparer.Ordinal);
}
