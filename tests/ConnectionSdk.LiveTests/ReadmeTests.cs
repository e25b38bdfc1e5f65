using System.Text;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.LiveTests;

/// <summary>README.md is made from the checks: every assumption with the test that settles it, or with what settles it instead.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "<!-- generated: assumptions -->";

    [Fact]
    public void Readme_lists_every_assumption()
    {
        var path = Repository.PathOf("tests/ConnectionSdk.LiveTests/README.md");
        var current = File.ReadAllText(path).ReplaceLineEndings("\n");
        var wanted = current[..current.IndexOf(Begin, StringComparison.Ordinal)] + Begin + "\n" + Table();
        if (Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "1")
        {
            File.WriteAllText(path, wanted);
            return;
        }

        Assert.True(current == wanted, $"README.md of the live tests is stale: run this test with {Snapshot.AcceptVariable}=1.");
    }

    [Fact]
    public void Every_check_has_an_id_of_its_own()
    {
        var ids = LiveProviders.All.SelectMany(provider => provider.Checks.Select(check => check.Id)).ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(LiveProviders.All, provider => Assert.All(provider.Checks, check => Assert.StartsWith(provider.Name + "-", check.Id, StringComparison.Ordinal)));
    }

    private static string Table()
    {
        var text = new StringBuilder();
        foreach (var provider in LiveProviders.All)
        {
            text.Append(null, $"\n## {provider.Name}\n\n{provider.Access}\n\n| Variable | Where it comes from |\n|---|---|\n");
            var settings = provider.Checks.SelectMany(check => check.Needs).Concat(provider.Checks.Select(check => check.Permission).OfType<LiveSetting>());
            foreach (var setting in settings.Distinct())
            {
                var value = provider.Checks.Any(check => check.Permission == setting) ? $"`yes` permits: {setting.HowToGet}" : setting.HowToGet;
                text.Append(null, $"| `{LiveSettings.NameOf(provider.Name, setting)}` | {value} |\n");
            }

            text.Append("\n| Check | What the adapter assumes | Permission |\n|---|---|---|\n");
            foreach (var check in provider.Checks)
            {
                text.Append(null, $"| `{check.Id}` | {check.Assumption} | {(check.Permission is { } permission ? $"`{permission.Name}`" : "")} |\n");
            }

            text.Append("\n| No test can settle | What does |\n|---|---|\n");
            foreach (var open in provider.Unsettled)
            {
                text.Append(null, $"| {open.Assumption} | {open.Instead} |\n");
            }
        }

        return text.ToString();
    }
}
