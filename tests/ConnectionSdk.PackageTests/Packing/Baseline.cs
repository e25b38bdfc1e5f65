using System.IO.Compression;
using System.Security;
using ConnectionSdk.PackageTests.Api;

namespace ConnectionSdk.PackageTests.Packing;

/// <summary>
/// What package validation compares with: the public surface of each package, kept as reference assemblies under <c>build/baseline</c>.
/// docs/versioning.md says when it moves.
/// </summary>
internal static class Baseline
{
    /// <summary>The environment variable that, set to 1, writes the baseline anew.</summary>
    public const string AcceptVariable = "CONNECTIONSDK_ACCEPT_BASELINE";

    private static readonly DateTimeOffset FixedTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool IsBeingAccepted => Environment.GetEnvironmentVariable(AcceptVariable) == "1";

    public static string FileOf(string name) => Path.Combine(Repository.Root, "build", "baseline", name + ".nupkg");

    /// <summary>Keeps the reference assemblies of a build as a package that holds nothing else.</summary>
    public static void Accept(string source, string version)
    {
        foreach (var name in Shipped.Names)
        {
            var project = new[] { "src", "tests" }.Select(area => Path.Combine(source, area, name)).Single(Directory.Exists);
            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(name))!);
            using var archive = ZipFile.Open(FileOf(name), ZipArchiveMode.Update);
            archive.Entries.ToList().ForEach(entry => entry.Delete());
            foreach (var reference in Directory.GetFiles(Path.Combine(project, "obj", "Release"), name + ".dll", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "ref").Order(StringComparer.Ordinal))
            {
                var framework = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(reference)));
                Write(archive, $"lib/{framework}/{name}.dll", File.ReadAllBytes(reference));
            }

            Write(archive, name + ".nuspec", System.Text.Encoding.UTF8.GetBytes($"""
                <?xml version="1.0" encoding="utf-8"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata>
                    <id>{SecurityElement.Escape(name)}</id>
                    <version>{SecurityElement.Escape(version)}</version>
                    <authors>ConnectionSdk contributors</authors>
                    <description>The public surface that later versions are compared with.</description>
                  </metadata>
                </package>
                """));
        }
    }

    private static void Write(ZipArchive archive, string name, byte[] content)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = FixedTime;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
