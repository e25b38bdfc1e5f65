using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.TestKit;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshot").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_approved_file_beside_this_source_is_found_and_line_ends_do_not_matter() =>
        Snapshot.Match("one vocabulary\r\none repair flow\r\n");

    [Fact]
    public void A_text_nobody_approved_fails_and_is_left_for_review()
    {
        var failure = Assert.Throws<SnapshotException>(() => Match("new\n"));

        Assert.StartsWith("Sample.Case_x.verified.txt does not exist yet.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("new", File.ReadAllText(InFolder("Sample.Case_x.received.txt")));
    }

    [Fact]
    public void A_difference_shows_the_first_line_that_parts()
    {
        Match("a\nb\nc", accept: true);

        var failure = Assert.Throws<SnapshotException>(() => Match("a\nB\nc"));

        Assert.StartsWith("The text differs from Sample.Case_x.verified.txt.\nFrom line 2:\n- b\n- c\n+ B\n+ c\n", failure.Message, StringComparison.Ordinal);
        Assert.Contains(Snapshot.AcceptVariable + "=1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepting_writes_the_approved_file_and_clears_the_received_one()
    {
        Assert.Throws<SnapshotException>(() => Match("text"));

        Match("text", accept: true);
        Match("text\n");

        Assert.Equal([InFolder("Sample.Case_x.verified.txt")], Directory.GetFiles(_folder));
    }

    private void Match(string text, bool accept = false) => Snapshot.Match(text, "x", InFolder("Sample.cs"), "Case", accept);

    private string InFolder(string file) => Path.Combine(_folder, file);
}
