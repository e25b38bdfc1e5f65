namespace ConnectionSdk.BrowserTests.Browsing;

/// <summary>Holds that a list of findings is empty, and shows all of it when it is not.</summary>
internal static class Nothing
{
    public static void Of(IEnumerable<string> findings)
    {
        var found = string.Join('\n', findings);
        Assert.True(found.Length == 0, found);
    }
}
