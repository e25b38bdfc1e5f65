namespace ConnectionSdk.PackageTests.Packing;

/// <summary>
/// The repository as it stands, uncommitted changes included, in a folder of its own: what is built there neither disturbs nor is helped by what was
/// built here. It is given a remote, so that what depends on one can be seen; nothing is ever fetched from it.
/// </summary>
internal static class SourceCopy
{
    public const string Remote = "https://github.com/example/connectionsdk";

    public static async Task MakeAsync(string folder)
    {
        await Cli.GitAsync(Repository.Root, "clone", "--quiet", "--no-checkout", Repository.Root, folder);
        await Cli.GitAsync(folder, "remote", "set-url", "origin", Remote);
        var files = await Cli.GitAsync(Repository.Root, "-c", "core.quotePath=false", "ls-files", "--cached", "--others", "--exclude-standard");
        foreach (var file in files.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var source = new FileInfo(Path.Combine(Repository.Root, file));
            if (source.Exists)
            {
                var target = Path.Combine(folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                source.CopyTo(target);
            }
        }
    }
}
