using System.Text.RegularExpressions;

namespace ConnectionSdk.DocsTests.Pages;

/// <summary>One page of the documentation, taken apart.</summary>
internal sealed partial class DocPage
{
    private DocPage(string path, string[] lines)
    {
        Path = path;
        Lines = lines;
        Blocks = [.. ReadBlocks(lines)];
        var inBlock = Blocks.SelectMany(block => Enumerable.Range(block.Line - 1, block.Lines.Length + 2)).ToHashSet();
        Prose = [.. lines.Select((text, index) => (Line: index + 1, Text: text)).Where(line => !inBlock.Contains(line.Line))];
        Headings = [.. Prose.Where(line => line.Text.StartsWith('#')).Select(line => line.Text.TrimStart('#').Trim())];
        Anchors = ReadAnchors(Headings);
    }

    /// <summary>From the root of the repository, with <c>/</c>.</summary>
    public string Path { get; }

    public string[] Lines { get; }

    public IReadOnlyList<DocBlock> Blocks { get; }

    /// <summary>What is not inside a fenced block.</summary>
    public IReadOnlyList<(int Line, string Text)> Prose { get; }

    public IReadOnlyList<string> Headings { get; }

    /// <summary>What a link can point at behind <c>#</c>.</summary>
    public IReadOnlySet<string> Anchors { get; }

    public static DocPage Read(string path) => new(path, File.ReadAllLines(Repository.PathOf(path)));

    public static DocPage From(string path, string text) => new(path, text.ReplaceLineEndings("\n").Split('\n'));

    public IEnumerable<(int Line, string Target)> Links() =>
        from line in Prose
        from Match match in Link().Matches(InlineCode().Replace(line.Text, code => new string(' ', code.Length)))
        select (line.Line, match.Groups["target"].Value);

    /// <summary>The first cells of the rows of the tables below a heading, without their backticks; the head of a table is not among them.</summary>
    public IReadOnlyList<string> FirstCells(string heading) =>
    [
        .. Section(heading)
            .Select(line => FirstCell().Match(line.Text))
            .Where(match => match.Success)
            .Select(match => match.Groups["name"].Value),
    ];

    /// <summary>The lines between a heading and the next one.</summary>
    public IEnumerable<(int Line, string Text)> Section(string heading) => Prose
        .SkipWhile(line => line.Text.TrimStart('#').Trim() != heading)
        .Skip(1)
        .TakeWhile(line => !line.Text.StartsWith('#'));

    private static IEnumerable<DocBlock> ReadBlocks(string[] lines)
    {
        for (var index = 0; index < lines.Length; index++)
        {
            var opening = Fence().Match(lines[index]);
            if (!opening.Success)
            {
                continue;
            }

            var fence = opening.Groups["fence"].Value;
            var end = Array.FindIndex(lines, index + 1, line => line.Trim() == fence);
            if (end < 0)
            {
                throw new InvalidOperationException($"The block that begins in line {index + 1} does not end.");
            }

            yield return new DocBlock(opening.Groups["language"].Value, index + 2, lines[(index + 1)..end], ContextAbove(lines, index));
            index = end;
        }
    }

    /// <summary>What stands between <c>&lt;!-- compile:</c> and <c>--&gt;</c> right above a block.</summary>
    private static string ContextAbove(string[] lines, int fence)
    {
        var last = fence - 1;
        while (last >= 0 && lines[last].Length == 0)
        {
            last--;
        }

        if (last < 0 || !lines[last].TrimEnd().EndsWith("-->", StringComparison.Ordinal))
        {
            return "";
        }

        var first = Array.FindLastIndex(lines, last, line => line.StartsWith("<!--", StringComparison.Ordinal));
        var comment = string.Join('\n', lines[first..(last + 1)]);
        var match = Context().Match(comment);
        return match.Success ? match.Groups["code"].Value : "";
    }

    /// <summary>As GitHub makes them: lower case, words joined by hyphens, a number behind a repeated one.</summary>
    private static HashSet<string> ReadAnchors(IEnumerable<string> headings)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in headings)
        {
            var plain = NotInAnchor().Replace(MarkdownLink().Replace(heading, "${text}").ToLowerInvariant(), "").Replace(' ', '-');
            var anchor = plain;
            for (var number = 1; !anchors.Add(anchor); number++)
            {
                anchor = $"{plain}-{number}";
            }
        }

        return anchors;
    }

    [GeneratedRegex("^ *(?<fence>`{3,})(?<language>[^` ]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("^<!-- compile:(?<code>.*)-->", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Context();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^\| `(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstCell();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MarkdownLink();
}
