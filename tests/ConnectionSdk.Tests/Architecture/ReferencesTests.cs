using System.Reflection;
using System.Xml.Linq;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Architecture;

/// <summary>The arrows between the projects point one way.</summary>
public sealed class ReferencesTests
{
    private const string Core = "ConnectionSdk.Core";
    private const string Simulator = "ConnectionSdk.Simulator";
    private const string AspNetCore = "Microsoft.AspNetCore.App";

    private static readonly string[] Adapters = ["ConnectionSdk.Aerosync", "ConnectionSdk.Powens", "ConnectionSdk.Araucaria", "ConnectionSdk.Flinks"];

    private static readonly string[] MayServeHttp = [Simulator, "ConnectionSdk.AspNetCore"];

    public static TheoryData<string> Projects => [.. Sources().Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        var (references, frameworks) = Sources()[project];
        string[] allowed = project switch
        {
            Core or Simulator => [],
            "ConnectionSdk" => [Core, .. Adapters],
            "ConnectionSdk.AspNetCore" => [Core],
            _ => [Core],
        };

        Assert.Empty(references.Except(allowed, StringComparer.Ordinal));
        Assert.DoesNotContain(frameworks, framework => framework == AspNetCore && !MayServeHttp.Contains(project, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_is_one_the_architecture_knows() =>
        Assert.Empty(Sources().Keys.Except([Core, Simulator, "ConnectionSdk", "ConnectionSdk.AspNetCore", .. Adapters], StringComparer.Ordinal));

    [Theory]
    [InlineData(Core)]
    [InlineData("ConnectionSdk.Powens")]
    [InlineData(Simulator)]
    public void What_was_compiled_agrees(string assembly)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!).ToList();

        Assert.DoesNotContain(references, name => name.StartsWith("ConnectionSdk", StringComparison.Ordinal) && (name != Core || assembly is Core or Simulator));
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && assembly != Simulator);
        Assert.DoesNotContain(references, name => name is "Newtonsoft.Json" or "Refit" or "System.Reactive");
    }

    [Fact]
    public void The_core_brings_no_more_than_the_agreed_packages() => Assert.Equal(
        "Microsoft.Extensions.Http Microsoft.Extensions.Options.ConfigurationExtensions Polly.Core",
        string.Join(' ', XDocument.Load(ProjectFile(Core)).Descendants("PackageReference").Select(each => (string)each.Attribute("Include")!).Order(StringComparer.Ordinal)));

    private static Dictionary<string, (List<string> Projects, List<string> Frameworks)> Sources() =>
        Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetFileNameWithoutExtension(file)!,
            file =>
            {
                var project = XDocument.Load(file);
                return (
                    project.Descendants("ProjectReference").Select(each => Path.GetFileNameWithoutExtension(((string)each.Attribute("Include")!).Replace('\\', '/'))).ToList(),
                    project.Descendants("FrameworkReference").Select(each => (string)each.Attribute("Include")!).ToList());
            },
            StringComparer.Ordinal);

    private static string ProjectFile(string project) => Repository.PathOf(Path.Combine("src", project, project + ".csproj"));
}
