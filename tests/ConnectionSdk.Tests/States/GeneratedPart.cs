using System.Runtime.CompilerServices;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.States;

/// <summary>
/// The part of a page under docs/ that is made from code, between two marker lines. Run the test with the variable of <see cref="Snapshot"/> set to 1
/// to write it anew.
/// </summary>
internal static class GeneratedPart
{
    private const string End = "<!-- end of the generated part -->";

    public static void Match(string page, string name, string text, [CallerFilePath] string testFile = "")
    {
        var path = PathOf(page, testFile);
        var begin = $"<!-- generated: {name} -->";
        var current = File.ReadAllText(path).ReplaceLineEndings("\n");
        var from = current.IndexOf(begin, StringComparison.Ordinal);
        Assert.True(from >= 0, $"docs/{page} has no line: {begin}");
        var to = current.IndexOf(End, from, StringComparison.Ordinal);
        Assert.True(to >= 0, $"docs/{page} has no line after {begin}: {End}");

        var wanted = $"{current[..from]}{begin}\n\n{text.Trim()}\n\n{current[to..]}";
        if (Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "1")
        {
            if (!string.Equals(wanted, current, StringComparison.Ordinal))
            {
                File.WriteAllText(path, wanted);
            }

            return;
        }

        var (old, now) = (current.Split('\n'), wanted.Split('\n'));
        var line = old.Zip(now).TakeWhile(pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).Count();
        Assert.True(
            string.Equals(wanted, current, StringComparison.Ordinal),
            $"docs/{page} is stale from line {line + 1}. It has:\n{old.ElementAtOrDefault(line)}\nand should have:\n{now.ElementAtOrDefault(line)}\n"
                + $"Run this test with {Snapshot.AcceptVariable}=1 to write it anew.");
    }

    public static string PathOf(string page, [CallerFilePath] string testFile = "") => Path.Combine(Root(testFile), "docs", page);

    /// <summary>The text of one cell of a table.</summary>
    public static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);

    private static string Root(string testFile)
    {
        // A deterministic build records /_/ in place of the repository's folder.
        var folder = new DirectoryInfo(testFile.StartsWith("/_/", StringComparison.Ordinal) ? AppContext.BaseDirectory : Path.GetDirectoryName(testFile)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ConnectionSdk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run tests inside the repository.");
    }
}
