namespace ConnectionSdk.PackageTests.Examples;

/// <summary>What docs/testing.md shows is taken from the examples here, which run.</summary>
public sealed class PageTests
{
    [Fact]
    public void Every_block_of_the_page_is_part_of_an_example()
    {
        var examples = Trimmed(string.Join('\n', Directory.GetFiles(Path.Combine(Repository.Root, "tests", "ConnectionSdk.PackageTests", "Examples"), "*.cs").Select(File.ReadAllText)));
        var blocks = File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing.md")).ReplaceLineEndings("\n")
            .Split("```csharp\n").Skip(1).Select(part => part.Split("\n```")[0])
            .Where(block => !block.Contains("ProviderConformance", StringComparison.Ordinal))
            .ToList();

        Assert.True(blocks.Count >= 8, $"{blocks.Count} blocks");
        Assert.All(blocks, block => Assert.Contains(Trimmed(block), examples, StringComparison.Ordinal));
    }

    private static string Trimmed(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
