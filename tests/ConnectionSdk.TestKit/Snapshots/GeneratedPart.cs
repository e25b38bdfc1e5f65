namespace ConnectionSdk.TestKit;

/// <summary>
/// The part of a page that is made from code, between two marker lines. Run the test with the variable of <see cref="Snapshot"/> set to 1 to write it anew.
/// </summary>
public static class GeneratedPart
{
    private const string End = "<!-- end of the generated part -->";

    /// <param name="page">The page, from the root of the repository: <c>docs/states.md</c>.</param>
    /// <param name="name">What the line that begins the part says: <c>&lt;!-- generated: name --&gt;</c>.</param>
    /// <param name="text">What the code made.</param>
    /// <exception cref="SnapshotException">The page has another text, or no such part.</exception>
    public static void Match(string page, string name, string text)
    {
        var path = Repository.PathOf(page);
        var begin = $"<!-- generated: {name} -->";
        var current = File.ReadAllText(path).ReplaceLineEndings("\n");
        var from = current.IndexOf(begin, StringComparison.Ordinal);
        var to = from < 0 ? from : current.IndexOf(End, from, StringComparison.Ordinal);
        if (to < 0)
        {
            throw new SnapshotException($"{page} lacks one of these lines, or their order: {begin} and {End}");
        }

        var wanted = $"{current[..from]}{begin}\n\n{text.Trim()}\n\n{current[to..]}";
        if (string.Equals(wanted, current, StringComparison.Ordinal))
        {
            return;
        }

        if (Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "1")
        {
            File.WriteAllText(path, wanted);
            return;
        }

        var (old, now) = (current.Split('\n'), wanted.Split('\n'));
        var line = old.Zip(now).TakeWhile(pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).Count();
        throw new SnapshotException(
            $"{page} is stale from line {line + 1}. It has:\n{old.ElementAtOrDefault(line)}\nand should have:\n{now.ElementAtOrDefault(line)}\n"
            + $"Run this test with {Snapshot.AcceptVariable}=1 to write it anew.");
    }

    /// <summary>The text of one cell of a table.</summary>
    /// <param name="text">The text.</param>
    public static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
