namespace ConnectionSdk.BrowserTests.Browsing;

/// <summary>What a run leaves to look at: <c>artifacts/screenshots/{class}/{test}.{number}-{step}.png</c> and the console beside it.</summary>
internal static class Evidence
{
    private static readonly string Folder = Path.Combine(Root(), "artifacts", "screenshots");

    public static string PathOf(string testClass, string name) => Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, testClass)).FullName, name);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ConnectionSdk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
