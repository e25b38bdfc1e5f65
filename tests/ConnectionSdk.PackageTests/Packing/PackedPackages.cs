using System.Text.Json;
using ConnectionSdk.PackageTests.Api;

namespace ConnectionSdk.PackageTests.Packing;

/// <summary>All packages, packed once from a copy of the repository under a version nobody has seen before.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectionsdk-packages-");
    private readonly Dictionary<string, PackageFile> _packages = new(StringComparer.Ordinal);

    /// <summary>Where the packages lie.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>The copy of the repository they were made from.</summary>
    public string Source => Path.Combine(_folder.FullName, "source");

    /// <summary>The part of the version that only this run has.</summary>
    public string Suffix => "t" + _folder.Name.Split('-')[^1].ToLowerInvariant();

    /// <summary>The version of all packages.</summary>
    public string Version => _packages["ConnectionSdk"].Version;

    public async Task InitializeAsync()
    {
        await SourceCopy.MakeAsync(Source);
        var solution = await FilterAsync(Source, Shipped.Names);
        var baseline = Baseline.IsBeingAccepted ? "-p:CheckPackageBaseline=false" : "-p:CheckPackageBaseline=true";
        await Cli.DotnetAsync(Source, ["pack", solution, $"-p:PackageOutputPath={Feed}", baseline, .. Settings(Suffix)]);
        foreach (var name in Shipped.Names)
        {
            _packages[name] = PackageFile.Open(Directory.GetFiles(Feed, $"{name}.*-{Suffix}.nupkg").Single(file => Path.GetFileName(file)[name.Length + 1] is >= '0' and <= '9'));
        }
    }

    public Task DisposeAsync()
    {
        foreach (var package in _packages.Values)
        {
            package.Dispose();
        }

        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    internal PackageFile Package(string name) => _packages[name];

    /// <summary>A folder of this run, outside the repository.</summary>
    internal string Subfolder(string name) => _folder.CreateSubdirectory(name).FullName;

    /// <summary>How packages are built for a release. The analyzers have their say in the ordinary build.</summary>
    internal static string[] Settings(string suffix) =>
        ["-c", "Release", $"-p:VersionSuffix={suffix}", "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false", "-nodeReuse:false"];

    /// <summary>A solution with the shipped projects alone: tests and samples need no Release build.</summary>
    private static async Task<string> FilterAsync(string source, IEnumerable<string> names)
    {
        var projects = names.Select(name => new[] { "src", "tests" }.Select(area => $"{area}/{name}/{name}.csproj").Single(each => File.Exists(Path.Combine(source, each))));
        var list = string.Join(", ", projects.Select(each => $"\"{JsonEncodedText.Encode(each)}\""));
        var file = Path.Combine(source, "Shipped.slnf");
        await File.WriteAllTextAsync(file, $$"""{ "solution": { "path": "ConnectionSdk.sln", "projects": [ {{list}} ] } }""");
        return file;
    }
}
