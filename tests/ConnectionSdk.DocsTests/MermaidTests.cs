using System.Text.RegularExpressions;
using ConnectionSdk.DocsTests.Pages;

namespace ConnectionSdk.DocsTests;

/// <summary>
/// Diagrams are made of lines that mermaid knows: enough to catch a slip of the pen, not a parser. Diagrams of states name states of the code.
/// </summary>
public sealed partial class MermaidTests
{
    public static TheoryData<string> Pages => DocPages.Paths;

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_diagram_is_well_formed(string path)
    {
        var problems = DocPages.Get(path).Blocks.Where(block => block.Language == "mermaid").SelectMany(block => Problems(path, block)).ToList();

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory]
    [InlineData("sequenceDiagram\n    participant A as The app\n    participant B\n    A->>B: Hello\n    alt fine\n        B-->>A: Yes\n    else\n        B-->>A: No\n    end", null)]
    [InlineData("flowchart LR\n    A[\"One\"] --> B[\"Two\"]\n    B -->|why| C[\"Three\"]", null)]
    [InlineData("stateDiagram-v2\n    [*] --> Pending\n    Pending --> Active: synchronised", null)]
    [InlineData("sequenceDiagramm\n    A->>B: Hello", "made-up.md:2: no kind of diagram")]
    [InlineData("sequenceDiagram\n    participant A\n    A->>B: Hello", "made-up.md:4: B is no participant")]
    [InlineData("sequenceDiagram\n    participant A\n    A->A: Hello; again", "made-up.md:4: a semicolon ends a statement")]
    [InlineData("sequenceDiagram\n    participant A\n    loop ever\n    A->>A: Hello", "made-up.md:2: 1 block is not closed")]
    [InlineData("sequenceDiagram\n    participant A\n    A=>A: Hello", "made-up.md:4: not understood")]
    [InlineData("stateDiagram-v2\n    Pending --> Activ: synchronised", "made-up.md:3: Activ is no state")]
    [InlineData("flowchart LR\n    A[\"One] --> B", "made-up.md:3: not understood")]
    public void A_slip_is_named(string diagram, string? expected)
    {
        var block = DocPage.From("made-up.md", $"```mermaid\n{diagram}\n```\n").Blocks.Single();

        var problems = Problems("made-up.md", block);

        if (expected is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Assert.StartsWith(expected, Assert.Single(problems), StringComparison.Ordinal);
        }
    }

    private static List<string> Problems(string path, DocBlock block)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var open = 0;
        var kind = block.Lines[0].Split(' ')[0];
        if (kind is not ("sequenceDiagram" or "flowchart" or "stateDiagram-v2"))
        {
            return [$"{path}:{block.Line}: no kind of diagram that is used here: {block.Lines[0]}"];
        }

        var problems = new List<string>();
        for (var index = 1; index < block.Lines.Length; index++)
        {
            var line = block.Lines[index].Trim();
            if (line.Length == 0)
            {
                continue;
            }

            var problem = line.Contains(';', StringComparison.Ordinal) ? "a semicolon ends a statement" : kind switch
            {
                "sequenceDiagram" => Sequence(line, known, ref open),
                "flowchart" => Flowchart(line, ref open),
                _ => States(line, ref open),
            };
            if (problem is not null)
            {
                problems.Add($"{path}:{block.Line + index}: {problem}: {line}");
            }
        }

        if (open != 0 && problems.Count == 0)
        {
            problems.Add($"{path}:{block.Line}: {open} block is not closed");
        }

        return problems;
    }

    private static string? Sequence(string line, HashSet<string> known, ref int open)
    {
        if (Participant().Match(line) is { Success: true } participant)
        {
            known.Add(participant.Groups["name"].Value);
            return null;
        }

        if (BlockStart().IsMatch(line))
        {
            open++;
            return null;
        }

        if (line == "end")
        {
            open--;
            return open < 0 ? "nothing is open here" : null;
        }

        if (line == "autonumber" || BlockMiddle().IsMatch(line))
        {
            return null;
        }

        var named = Message().Match(line) is { Success: true } message ? [message.Groups["from"].Value, message.Groups["to"].Value]
            : Note().Match(line) is { Success: true } note ? note.Groups["over"].Value.Split(',', StringSplitOptions.TrimEntries)
            : Array.Empty<string>();
        return named.Length == 0 ? "not understood"
            : named.FirstOrDefault(name => !known.Contains(name)) is { } stranger ? $"{stranger} is no participant"
            : null;
    }

    private static string? Flowchart(string line, ref int open)
    {
        if (Subgraph().IsMatch(line))
        {
            open++;
            return null;
        }

        if (line == "end")
        {
            open--;
            return null;
        }

        return FlowLine().IsMatch(line) ? null : "not understood";
    }

    private static string? States(string line, ref int open)
    {
        if (line.StartsWith("state ", StringComparison.Ordinal) && line.EndsWith('{'))
        {
            open++;
            return null;
        }

        if (line == "}")
        {
            open--;
            return null;
        }

        if (line.StartsWith("direction ", StringComparison.Ordinal))
        {
            return null;
        }

        return Transition().Match(line) is not { Success: true } transition ? "not understood"
            : new[] { transition.Groups["from"].Value, transition.Groups["to"].Value }
                .FirstOrDefault(name => name != "[*]" && !Enum.TryParse<ConnectionState>(name, out _) && !Enum.TryParse<ReconnectPhase>(name, out _)) is { } stranger
                ? $"{stranger} is no state"
                : null;
    }

    [GeneratedRegex("^(participant|actor) (?<name>[A-Za-z]+)( as [^:]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Participant();

    [GeneratedRegex("^(alt|opt|loop|par|rect|critical)( .+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlockStart();

    [GeneratedRegex("^(else|and|option)( .+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlockMiddle();

    [GeneratedRegex("^(?<from>[A-Za-z]+)(->|-->|->>|-->>|-x|--x|-\\)|--\\))(?<to>[A-Za-z]+): .+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Message();

    [GeneratedRegex("^Note (over|left of|right of) (?<over>[A-Za-z, ]+): .+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Note();

    [GeneratedRegex("^subgraph [A-Za-z]+(\\[\"[^\"]+\"\\])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subgraph();

    [GeneratedRegex("""^(direction (LR|TB)|[A-Za-z]+(\["[^"]+"\])?( & [A-Za-z]+(\["[^"]+"\])?)*( (-->|-\.->|---)(\|[^|"]+\|)? [A-Za-z]+(\["[^"]+"\])?( & [A-Za-z]+(\["[^"]+"\])?)*)*)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FlowLine();

    [GeneratedRegex(@"^(?<from>\[\*\]|[A-Za-z]+) --> (?<to>\[\*\]|[A-Za-z]+)(: .+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Transition();
}
