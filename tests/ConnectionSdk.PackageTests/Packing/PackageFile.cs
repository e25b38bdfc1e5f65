using System.IO.Compression;
using System.Xml.Linq;

namespace ConnectionSdk.PackageTests.Packing;

/// <summary>One package, opened for reading.</summary>
internal sealed class PackageFile : IDisposable
{
    private readonly ZipArchive _archive;

    private PackageFile(string path)
    {
        Path = path;
        _archive = ZipFile.OpenRead(path);
        using var nuspec = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        Metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    public string Path { get; }

    public XElement Metadata { get; }

    public string Version => Text("version")!;

    public IReadOnlyList<string> Files => _archive.Entries.Select(entry => entry.FullName).ToList();

    public static PackageFile Open(string path) => new(path);

    public string? Text(string element) => Metadata.Elements().FirstOrDefault(each => each.Name.LocalName == element)?.Value;

    public XElement? Element(string element) => Metadata.Elements().FirstOrDefault(each => each.Name.LocalName == element);

    public IEnumerable<(string Id, string Version)> Dependencies => Metadata.Descendants()
        .Where(each => each.Name.LocalName == "dependency")
        .Select(each => ((string)each.Attribute("id")!, (string)each.Attribute("version")!));

    public byte[] Read(string file)
    {
        using var stream = (_archive.GetEntry(file) ?? throw new FileNotFoundException($"{file} is not in {System.IO.Path.GetFileName(Path)}.")).Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public string ReadText(string file)
    {
        using var reader = new StreamReader(new MemoryStream(Read(file)));
        return reader.ReadToEnd();
    }

    public void Dispose() => _archive.Dispose();
}
