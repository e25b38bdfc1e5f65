namespace ConnectionSdk.TestKit;

/// <summary>The working copy that the tests run in.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>ConnectionSdk.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <param name="relative">A path from the root of the repository.</param>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ConnectionSdk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No ConnectionSdk.sln above {AppContext.BaseDirectory}: run tests inside the repository.");
    }
}
