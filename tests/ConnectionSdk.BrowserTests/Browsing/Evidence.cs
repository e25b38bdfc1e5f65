using ConnectionSdk.TestKit;

namespace ConnectionSdk.BrowserTests.Browsing;

/// <summary>What a run leaves to look at: <c>artifacts/screenshots/{class}/{test}.{number}-{step}.png</c> and the console beside it.</summary>
internal static class Evidence
{
    private static readonly string Folder = Repository.PathOf(Path.Combine("artifacts", "screenshots"));

    public static string PathOf(string testClass, string name) => Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, testClass)).FullName, name);
}
