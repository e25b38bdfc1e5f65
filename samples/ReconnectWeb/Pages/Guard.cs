using ConnectionSdk.ReconnectWeb.Simulation;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>What protects every page: where scripts, frames and forms may come from, and who may send forms.</summary>
internal static class Guard
{
    public static void UseGuard(this WebApplication app, SimulatedWorld world)
    {
        var policy = Policy(world);
        app.Use(async (context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers.CacheControl = "no-store";
            if (IsForeignForm(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            await next(context);
        });
    }

    /// <summary>
    /// Nothing from elsewhere but the widgets: Araucaria's comes as a script that opens a frame, Aerosync's and Flinks' are frames. In production these are
    /// the providers' own hosts.
    /// </summary>
    private static string Policy(SimulatedWorld world) => string.Join(
        "; ",
        "default-src 'none'",
        $"script-src 'self' {Origin(world.Araucaria.BaseAddress)}",
        $"frame-src {Origin(world.Aerosync.BaseAddress)} {Origin(world.Araucaria.BaseAddress)} {Origin(world.Flinks.BaseAddress)}",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'");

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);

    /// <summary>Browsers name the origin of every form they send. The reconnect endpoints judge for themselves, and webhooks are signed.</summary>
    private static bool IsForeignForm(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && !request.Path.StartsWithSegments(Links.Reconnect, StringComparison.Ordinal)
        && !request.Path.StartsWithSegments(Links.Webhooks, StringComparison.Ordinal)
        && !string.Equals(request.Headers.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
