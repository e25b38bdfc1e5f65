using System.Text;

namespace ConnectionSdk.TestKit;

/// <summary>
/// The payloads under <c>tests/ConnectionSdk.TestKit/Fixtures</c>: real shapes with made-up values, named <c>provider/file.json</c>.
/// They are copied beside the test assembly byte for byte.
/// </summary>
public static class Fixtures
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>The text of one fixture, for instance <c>powens/connection.ok.json</c>.</summary>
    public static string Read(string name) => Encoding.UTF8.GetString(ReadBytes(name));

    /// <summary>The bytes of one fixture, as a provider would send them.</summary>
    /// <exception cref="FileNotFoundException">There is none of that name; the message lists similar ones.</exception>
    public static byte[] ReadBytes(string name)
    {
        var path = Path.Combine(Root, name);
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        var provider = name.Split('/')[0];
        throw new FileNotFoundException($"No fixture '{name}'. There are: {string.Join(", ", All(provider))}", name);
    }

    /// <summary>The names of all fixtures of a provider, sorted; each can be given to <see cref="Read"/>.</summary>
    public static IReadOnlyList<string> All(string provider)
    {
        var folder = Path.Combine(Root, provider);
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)];
    }
}
