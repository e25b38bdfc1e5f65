using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ConnectionSdk.PackageTests.Api;

namespace ConnectionSdk.PackageTests.Packing;

/// <summary>What is in each package, and what each asks for.</summary>
[Collection(PackingCollection.Name)]
public sealed partial class PackageContentTests(PackedPackages packed)
{
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static TheoryData<string> Names => [.. Shipped.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_carries_what_its_page_and_an_editor_show(string name)
    {
        var package = packed.Package(name);

        Assert.Equal(name, package.Text("id"));
        Assert.StartsWith("0.", package.Version, StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(package.Text("authors")));
        Assert.True(package.Text("description")!.Length is > 40 and < 4000);
        Assert.Contains("connection", package.Text("tags"), StringComparison.Ordinal);
        Assert.Equal("MIT", package.Element("license")!.Value);
        Assert.Equal("expression", (string?)package.Element("license")!.Attribute("type"));
        Assert.Contains("CHANGELOG.md", package.Text("releaseNotes"), StringComparison.Ordinal);
        Assert.StartsWith("\u0089PNG", Encoding.Latin1.GetString(package.Read(package.Text("icon")!)), StringComparison.Ordinal);
        Assert.Contains("# Changelog", package.ReadText("CHANGELOG.md"), StringComparison.Ordinal);
        var libraries = package.Files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal)).ToList();
        Assert.Equal(Libraries(name), string.Join(' ', libraries.Order(StringComparer.Ordinal)));
        Assert.All(libraries, file => Assert.Contains($"M:ConnectionSdk", package.ReadText(file[..^"dll".Length] + "xml"), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_readme_stands_on_its_own(string name)
    {
        var readme = packed.Package(name).ReadText(packed.Package(name).Text("readme")!);

        Assert.StartsWith($"# {name}", readme, StringComparison.Ordinal);
        Assert.DoesNotContain(Links().Matches(readme), link => !link.Groups["target"].Value.StartsWith("https://", StringComparison.Ordinal) && !link.Groups["target"].Value.StartsWith('#'));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_asks_for_exactly_its_siblings_and_at_least_the_others(string name)
    {
        var central = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(each => (string)each.Attribute("Include")!, each => (string)each.Attribute("Version")!, StringComparer.Ordinal);
        var dependencies = packed.Package(name).Dependencies.ToList();

        Assert.All(dependencies, each => Assert.Equal(
            each.Id.StartsWith("ConnectionSdk", StringComparison.Ordinal) ? $"[{packed.Version}]" : central[each.Id],
            each.Version));
        Assert.DoesNotContain(dependencies, each => each.Id.Contains("Analyzer", StringComparison.Ordinal));
        Assert.Equal(name is "ConnectionSdk.Simulator" or "ConnectionSdk.Core", !dependencies.Exists(each => each.Id.StartsWith("ConnectionSdk", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_debugger_finds_its_sources(string name)
    {
        var package = packed.Package(name);
        var repository = package.Element("repository")!;
        var commit = (string)repository.Attribute("commit")!;
        Assert.Equal(SourceCopy.Remote, (string?)repository.Attribute("url"));
        using var symbols = PackageFile.Open(package.Path[..^"nupkg".Length] + "snupkg");

        foreach (var framework in Frameworks(name))
        {
            using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols.Read($"lib/{framework}/{name}.pdb")));
            var reader = provider.GetMetadataReader();
            var link = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Single(each => reader.GetGuid(each.Kind) == SourceLinkKind);
            Assert.Contains(commit, Encoding.UTF8.GetString(reader.GetBlobBytes(link.Value)), StringComparison.Ordinal);
            Assert.All(reader.Documents, each => Assert.StartsWith("/_", reader.GetString(reader.GetDocument(each).Name), StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_frameworks_see_the_same_members(string name)
    {
        var texts = Frameworks(name).Select(framework =>
        {
            var context = new PackageContext(packed, framework);
            try
            {
                return PublicApiText.Of(context.LoadFromAssemblyName(new(name)));
            }
            finally
            {
                context.Unload();
            }
        }).ToList();

        Assert.All(texts, text => Assert.Equal(texts[0], text));
        Assert.Contains("public", texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_package_has_a_baseline_to_be_compared_with()
    {
        if (Baseline.IsBeingAccepted)
        {
            Baseline.Accept(packed.Source, packed.Version.Split('-')[0]);
        }

        Assert.All(Shipped.Names, name =>
        {
            using var baseline = PackageFile.Open(Baseline.FileOf(name));
            Assert.Equal(Libraries(name), string.Join(' ', baseline.Files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        });
    }

    [Fact]
    public async Task Two_builds_in_two_folders_make_the_same_assemblies()
    {
        var second = packed.Subfolder("second");
        await SourceCopy.MakeAsync(second);
        await Cli.DotnetAsync(second, ["build", "src/ConnectionSdk", "-f", "net10.0", .. PackedPackages.Settings(packed.Suffix)]);

        string[] names = ["ConnectionSdk", "ConnectionSdk.Core", "ConnectionSdk.Aerosync", "ConnectionSdk.Araucaria", "ConnectionSdk.Flinks", "ConnectionSdk.Powens"];
        Assert.All(names, name => Assert.Equal(
            Convert.ToHexString(packed.Package(name).Read($"lib/net10.0/{name}.dll")),
            Convert.ToHexString(File.ReadAllBytes(Path.Combine(second, "src", name, "bin", "Release", "net10.0", name + ".dll")))));
    }

    // Net10.0 sorts before net8.0.
    private static string[] Frameworks(string name) => name == "ConnectionSdk.Conformance" ? ["net10.0"] : ["net10.0", "net8.0"];

    private static string Libraries(string name) => string.Join(' ', Frameworks(name).Select(framework => $"lib/{framework}/{name}.dll"));

    [GeneratedRegex(@"!?\[[^\]]*\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}
