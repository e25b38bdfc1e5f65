using ConnectionSdk.ReconnectWeb.Access;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>A page that says one thing.</summary>
internal static class MessagePage
{
    public static Html NotFound(DemoUser? user) => Layout.Of("Not found", user, Html.Of(
        $"""
        <div class="narrow"><h1>There is nothing here</h1><p>The page does not exist, or it is not yours.</p><p><a class="button" href="{Links.Home}">Your connections</a></p></div>
        """));
}
