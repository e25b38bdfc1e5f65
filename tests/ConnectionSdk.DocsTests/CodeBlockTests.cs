using System.Text;
using System.Text.Json;
using ConnectionSdk.DocsTests.Context;
using ConnectionSdk.DocsTests.Pages;

namespace ConnectionSdk.DocsTests;

/// <summary>Every C# block of every page compiles against the assemblies of this repository.</summary>
public sealed class CodeBlockTests
{
    private static readonly string[] Languages = ["", "bash", "csharp", "html", "http", "javascript", "js", "json", "mermaid", "sql", "text", "xml"];

    public static TheoryData<string> Pages => DocPages.Paths;

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_compiles(string path)
    {
        var page = DocPages.Get(path);

        var problems = page.Blocks.Where(block => block.Language == "csharp").SelectMany(block => BlockCompiler.Check(path, block)).ToList();

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_has_a_language_that_is_checked_or_needs_no_check(string path) =>
        Assert.All(DocPages.Get(path).Blocks, block => Assert.True(Languages.Contains(block.Language), $"{path}:{block.Line - 1}: {block.Language}"));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_json_block_is_json(string path) => Assert.All(
        DocPages.Get(path).Blocks.Where(block => block.Language == "json"),
        block =>
        {
            var broken = Record.Exception(() => ReadToEnd(block.Text));
            Assert.True(broken is null, $"{path}:{block.Line}: {broken?.Message}");
        });

    [Theory]
    [InlineData("var state = connection.Status.State;", null)]
    [InlineData("public async Task<string> NameAsync() => (await connections.GetAsync(reference)).InstitutionName ?? \"\";", null)]
    [InlineData("namespace Shop;\ninternal static class More\n{\n    public static bool IsFine(this Connection connection) => connection.Status.DataUsable;\n}", null)]
    [InlineData("var first = 1;\nvar state = connection.Status.Stat;", "CS1061")]
    [InlineData("string name = \"\";\nname = connection.InstitutionName;", "CS8601")]
    public void A_block_that_cannot_compile_is_named_with_its_line(string code, string? expected)
    {
        var block = DocPage.From("made-up.md", $"# Title\n\n```csharp\n{code}\n```\n").Blocks.Single();

        var problems = BlockCompiler.Check("made-up.md", block);

        if (expected is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Assert.StartsWith($"made-up.md:5: {expected}", Assert.Single(problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Hidden_context_is_compiled_before_a_block()
    {
        var page = DocPage.From("made-up.md", "<!-- compile:\nvar answer = 42;\n-->\n\n```csharp\nConsole.WriteLine(answer);\n```\n\n```csharp\nConsole.WriteLine(answer);\n```\n");

        Assert.Empty(BlockCompiler.Check(page.Path, page.Blocks[0]));
        Assert.NotEmpty(BlockCompiler.Check(page.Path, page.Blocks[1]));
    }

    /// <summary>A block may show several values, one below the other.</summary>
    private static void ReadToEnd(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
        }
    }
}
