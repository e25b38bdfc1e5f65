using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ConnectionSdk.AspNetCore;

/// <summary>What a user sees whose return could not be taken. The same words whatever was wrong: whoever forged an address learns nothing from it.</summary>
internal static class CallbackPage
{
    private const string Style =
        ":root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.5 system-ui,sans-serif}"
        + "main{max-width:30rem;padding:1.5rem}h1{font-size:1.3rem}a{display:inline-block;padding:.6rem 0}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static async Task WriteAsync(HttpContext context, int status, string back)
    {
        var (title, text) = status == StatusCodes.Status401Unauthorized
            ? ("Please sign in again", "You are not signed in here any more, so this step was not finished. Sign in, open your connections and go on from there. Nothing is lost.")
            : ("This step could not be finished", "The link was used before, is too old, or was opened in another browser. Go back to your connections and start again from there. Nothing is lost.");
        var page = Encoding.UTF8.GetBytes(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><style>{Style}</style></head>
            <body><main><h1>{title}</h1><p>{text}</p><p><a href="{WebUtility.HtmlEncode(back)}" rel="noreferrer">Back to your connections</a></p></main></body>
            </html>
            """);
        Answers.Protect(context.Response);
        context.Response.StatusCode = status;
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = page.Length;
        await context.Response.Body.WriteAsync(page, context.RequestAborted).ConfigureAwait(false);
    }
}
