using System.Security.Claims;
using ConnectionSdk.ReconnectWeb.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>Signing in and out. Nobody proves anything here: it is a demonstration.</summary>
internal static class SignIn
{
    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet(Links.SignInPage, (HttpContext context) => Show(SignInPage.Of(LocalPath(context.Request.Query["returnTo"]))));
        app.MapPost(Links.SignInPage, async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (DemoUser.Find(form["user"]) is not { } user)
            {
                return Show(SignInPage.Of(Links.Home), StatusCodes.Status400BadRequest);
            }

            var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.Id)], CookieAuthenticationDefaults.AuthenticationScheme);
            await context.SignInAsync(new ClaimsPrincipal(identity));
            return Results.LocalRedirect(LocalPath(form["returnTo"]));
        });
        app.MapPost(Links.SignOutPage, async (HttpContext context) =>
        {
            await context.SignOutAsync();
            return Results.LocalRedirect(Links.SignInPage);
        });
    }

    /// <summary>Who is signed in; null when nobody is.</summary>
    public static DemoUser? User(this HttpContext context) => DemoUser.Find(context.User.FindFirstValue(ClaimTypes.NameIdentifier));

    public static IResult Show(Html page, int status = StatusCodes.Status200OK) => Results.Content(page.Markup, "text/html; charset=utf-8", null, status);

    /// <summary>Only paths of this application, so that nobody is led elsewhere by a link.</summary>
    private static string LocalPath(string? path) => path is ['/', not ('/' or '\\'), ..] && !path.Any(char.IsControl) ? path : Links.Home;
}
