namespace ConnectionSdk.FlowTests.Kill;

/// <summary>What the user does, as a line of text.</summary>
internal static class UserReplies
{
    public const string Done = "done";

    public static string Field(string name, string value) => $"field {name}={value}";

    public static string Widget(string json) => $"widget {json.ReplaceLineEndings(" ")}";

    public static string Redirect(Uri address) => $"redirect {address.AbsoluteUri}";

    public static UserReply Parse(string line)
    {
        return line.Split(' ', 2) switch
        {
            ["field", var field] when field.Split('=', 2) is [var name, var value] => new UserReply.FieldValues(name, new SensitiveString(value)),
            ["widget", var json] => new UserReply.WidgetReturned(json),
            ["redirect", var address] => new UserReply.RedirectReturned(new Uri(address)),
            [Done] => new UserReply.ActionDone(),
            _ => throw new ArgumentException("Nobody does that.", nameof(line)),
        };
    }

    public static Uri? LinkOf(RequiredAction action) => action switch
    {
        RequiredAction.FollowRedirect redirect => redirect.Url,
        RequiredAction.OpenWidget widget => widget.Launch?.ToUri(),
        _ => null,
    };
}
