using System.Runtime.CompilerServices;
using System.Text;

namespace ConnectionSdk.TestKit;

/// <summary>
/// Compares a text with the approved file beside the test's source, <c>TestClass.Test_method.verified.txt</c>. On a difference the text
/// is left in <c>*.received.txt</c>. Run the test with <c>CONNECTIONSDK_ACCEPT_SNAPSHOTS=1</c> to approve what it produces.
/// </summary>
public static class Snapshot
{
    /// <summary>The environment variable that, set to 1, writes the approved files anew.</summary>
    public const string AcceptVariable = "CONNECTIONSDK_ACCEPT_SNAPSHOTS";

    private const int LinesShown = 8;

    /// <param name="actual">What the code made; line ends and the end of the last line do not matter.</param>
    /// <param name="name">Added to the file name where one test method approves several texts: <c>Class.Method_name.verified.txt</c>.</param>
    /// <param name="testFile">Filled in by the compiler.</param>
    /// <param name="testMethod">Filled in by the compiler.</param>
    /// <exception cref="SnapshotException">The text is not the approved one, or none is approved yet.</exception>
    public static void Match(string actual, string name = "", [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "") =>
        Match(actual, name, testFile, testMethod, accept: Environment.GetEnvironmentVariable(AcceptVariable) == "1");

    internal static void Match(string actual, string name, string testFile, string testMethod, bool accept)
    {
        var source = SourcePath(testFile);
        var stem = Path.Combine(
            Path.GetDirectoryName(source)!,
            Path.GetFileNameWithoutExtension(source) + "." + testMethod + (name.Length == 0 ? "" : "_" + name));
        var (verified, received) = (stem + ".verified.txt", stem + ".received.txt");
        var text = Normalise(actual);
        var approved = File.Exists(verified) ? Normalise(File.ReadAllText(verified)) : null;
        if (accept || text == approved)
        {
            if (text != approved)
            {
                File.WriteAllText(verified, text);
            }

            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        throw new SnapshotException(Describe(Path.GetFileName(verified), approved, text));
    }

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    private static string Describe(string file, string? approved, string text)
    {
        var message = new StringBuilder(approved is null ? $"{file} does not exist yet." : $"The text differs from {file}.");
        var (expected, actual) = ((approved ?? "").Split('\n'), text.Split('\n'));
        var first = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        message.Append('\n').Append("From line ").Append(first + 1).Append(':');
        AppendLines('-', expected);
        AppendLines('+', actual);
        var received = file.Replace(".verified.", ".received.", StringComparison.Ordinal);
        return $"{message}\nThe whole text is in {received}; approve it by running the test with {AcceptVariable}=1.";

        void AppendLines(char mark, string[] lines)
        {
            foreach (var line in lines.Skip(first).Take(LinesShown))
            {
                message.Append('\n').Append(mark).Append(' ').Append(line);
            }
        }
    }

    /// <summary>A deterministic build records <c>/_/</c> in place of the repository's folder.</summary>
    private static string SourcePath(string testFile)
    {
        const string mappedRoot = "/_/";
        return testFile.StartsWith(mappedRoot, StringComparison.Ordinal) ? Repository.PathOf(testFile[mappedRoot.Length..]) : testFile;
    }
}
