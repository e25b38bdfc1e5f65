using System.Text.RegularExpressions;
using ConnectionSdk.DocsTests.Pages;

namespace ConnectionSdk.DocsTests;

/// <summary>A command that a page shows names projects that exist and filters that find a test.</summary>
public sealed partial class CommandTests
{
    public static TheoryData<string> Pages => DocPages.Paths;

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_names_what_exists(string path)
    {
        var problems = Commands(DocPages.Get(path))
            .Select(command => (command.Line, Problem: Problem(command.Text)))
            .Where(each => each.Problem is not null)
            .Select(each => $"{path}:{each.Line}: {each.Problem}")
            .ToList();

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory]
    [InlineData("dotnet test tests/ConnectionSdk.DocsTests --filter FullyQualifiedName~CommandTests", null)]
    [InlineData("dotnet test tests/ConnectionSdk.DocsTests --filter \"FullyQualifiedName~LinkTests|FullyQualifiedName~CommandTests.Every\"", null)]
    [InlineData("dotnet test tests/ConnectionSdk.DocsTests --filter LinkTests", null)]
    [InlineData("dotnet test tests/ConnectionSdk.ConformanceTests --filter FullyQualifiedName~Nothing_secret", null)]
    [InlineData("VARIABLE=1 dotnet run --project samples/Quickstart -- --live", null)]
    [InlineData("dotnet pack -c Release -o artifacts/packages", null)]
    [InlineData("dotnet add package ConnectionSdk.Core", null)]
    [InlineData("dotnet test tests/ConnectionSdk.Gone", "tests/ConnectionSdk.Gone")]
    [InlineData("dotnet run -c Release --project samples/Gone", "samples/Gone")]
    [InlineData("dotnet add package ConnectionSdk.Gone", "ConnectionSdk.Gone")]
    [InlineData("dotnet test tests/ConnectionSdk.DocsTests --filter \"FullyQualifiedName~LinkTests|FullyQualifiedName~NoSuchTest\"", "NoSuchTest")]
    [InlineData("dotnet test tests/ConnectionSdk.DocsTests --filter Color=Red", "Color=Red")]
    public void A_command_that_finds_nothing_is_named(string command, string? expected)
    {
        var problem = Problem(Assert.Single(Commands(DocPage.From("made-up.md", $"```\n{command}\n```\n"))).Text);

        if (expected is null)
        {
            Assert.Null(problem);
        }
        else
        {
            Assert.Contains(expected, problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Commands_inside_sentences_are_found_too() =>
        Assert.Equal((1, "dotnet test tests/ConnectionSdk.Gone"), Assert.Single(Commands(DocPage.From("made-up.md", "Run `dotnet test tests/ConnectionSdk.Gone` first."))));

    private static IEnumerable<(int Line, string Text)> Commands(DocPage page)
    {
        var inBlocks = page.Blocks.Where(block => block.Language is "" or "bash" or "text").SelectMany(block => block.Lines.Select((text, index) => (block.Line + index, text)));
        var inline = page.Prose.SelectMany(line => InlineCode().Matches(line.Text).Select(match => (line.Line, match.Groups["code"].Value)));
        return inBlocks.Concat(inline).Select(each => (each.Item1, Variables().Replace(each.Item2.Trim(), ""))).Where(each => each.Item2.StartsWith("dotnet ", StringComparison.Ordinal));
    }

    private static string? Problem(string command)
    {
        var words = Words().Matches(command).Select(match => match.Value.Trim('"')).ToList();
        if (words is ["dotnet", "add", "package", var package, ..])
        {
            return Directory.Exists(Repository.PathOf($"src/{package}")) || Directory.Exists(Repository.PathOf($"tests/{package}")) ? null : $"no package {package} is built here";
        }

        var project = words.SkipWhile(word => word != "--project").Skip(1).FirstOrDefault()
            ?? words.Where((word, index) => index > 1 && word.Contains('/', StringComparison.Ordinal) && !words[index - 1].StartsWith('-')).FirstOrDefault();
        if (project is not null && words[1] is "run" or "test" or "build" or "pack" or "publish" && !HasProject(project!))
        {
            return $"{project} holds no project";
        }

        var filter = words.SkipWhile(word => word != "--filter").Skip(1).FirstOrDefault();
        return filter is null ? null : FilterProblem(project, filter);
    }

    private static string? FilterProblem(string? project, string filter)
    {
        if (project is null)
        {
            return $"{filter}: a filter without a project runs every test project";
        }

        var names = TestNames.Of(Path.GetFileName(project.TrimEnd('/')));
        foreach (var term in filter.Split('|', '&'))
        {
            var match = Term().Match(term.Trim('(', ')'));
            if (!match.Success)
            {
                return $"{term} is not a filter by name";
            }

            var wanted = match.Groups["name"].Value;
            if (!names.Any(name => name.Contains(wanted, StringComparison.OrdinalIgnoreCase)))
            {
                return $"no test of {project} has {wanted} in its name";
            }
        }

        return null;
    }

    private static bool HasProject(string path) =>
        path.EndsWith(".sln", StringComparison.Ordinal) ? File.Exists(Repository.PathOf(path))
        : Directory.Exists(Repository.PathOf(path)) && Directory.EnumerateFiles(Repository.PathOf(path), "*.csproj").Any();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex("^([A-Z_]+=[^ ]* +)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variables();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"^(FullyQualifiedName[~=]|Name~)?(?<name>[\w.]+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Term();
}
