using ConnectionSdk.ReconnectWeb.Access;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>Who are you? A product has a real sign-in here.</summary>
internal static class SignInPage
{
    public static Html Of(string returnTo) => Layout.Of("Sign in", null, Html.Of(
        $"""
        <div class="narrow">
        <h1>Who are you?</h1>
        <p>Two people use this sample. Each sees their own banks, and only those.</p>
        <form method="post" action="{Links.SignInPage}" class="people">
          <input type="hidden" name="returnTo" value="{returnTo}">
          {DemoUser.All.Select(Person)}
        </form>
        </div>
        """));

    private static Html Person(DemoUser user) => Html.Of(
        $"""
        <button name="user" value="{user.Id}" class="person"><span class="mark" aria-hidden="true">{user.Name[..1]}</span><span><strong>Continue as {user.Name}</strong><span class="small">{user.About}</span></span></button>
        """);
}
