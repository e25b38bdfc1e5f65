namespace ConnectionSdk.DocsTests.Pages;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">What stands behind the fence.</param>
/// <param name="Line">The line of the page on which its first line stands, counted from 1.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Context">Code that is compiled before it and not shown to readers.</param>
internal sealed record DocBlock(string Language, int Line, string[] Lines, string Context)
{
    public string Text => string.Join('\n', Lines);
}
