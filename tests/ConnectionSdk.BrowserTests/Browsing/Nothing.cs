namespace ConnectionSdk.BrowserTests.Browsing;

/// <summary>Holds that a list of findings is empty, and shows all of it when it is not.</summary>
internal static class Nothing
{
    public static void Of(IEnumerable<string> findings) => Assert.Equal("", string.Join('\n', findings));
}
