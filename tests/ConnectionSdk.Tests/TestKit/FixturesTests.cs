using System.Text.Json;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.TestKit;

public sealed class FixturesTests
{
    [Theory]
    [InlineData("aerosync")]
    [InlineData("araucaria")]
    [InlineData("flinks")]
    [InlineData("powens")]
    public void Every_provider_has_fixtures_and_all_of_them_are_JSON_with_plain_line_ends(string provider)
    {
        var names = Fixtures.All(provider);

        Assert.True(names.Count > 20, $"{provider} has {names.Count} fixtures.");
        Assert.All(names, name => Assert.DoesNotContain('\r', Fixtures.Read(name)));
        Assert.All(names.Where(name => name.EndsWith(".json", StringComparison.Ordinal)), name => JsonDocument.Parse(Fixtures.ReadBytes(name)).Dispose());
    }

    [Fact]
    public void A_misspelt_fixture_shows_which_ones_there_are()
    {
        var failure = Assert.Throws<FileNotFoundException>(() => Fixtures.Read("powens/connection.okay.json"));

        Assert.Contains("powens/connection.ok.json", failure.Message, StringComparison.Ordinal);
    }
}
