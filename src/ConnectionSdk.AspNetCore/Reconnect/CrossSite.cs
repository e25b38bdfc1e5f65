using Microsoft.AspNetCore.Http;

namespace ConnectionSdk.AspNetCore;

/// <summary>Whether a call was made by a page of another site. Browsers say so in headers that no script can change.</summary>
internal static class CrossSite
{
    public static bool Is(HttpRequest request, ReconnectEndpointOptions options)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            return !options.AllowedOrigins.Contains(origin, StringComparer.Ordinal) && !IsOwn(request, options, origin);
        }

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 && site is not ("same-origin" or "none");
    }

    /// <summary>By host and port: behind a proxy that ends TLS, only the scheme of the request is another.</summary>
    private static bool IsOwn(HttpRequest request, ReconnectEndpointOptions options, string origin)
    {
        if (string.Equals(options.CallbackUri?.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none"))
        {
            return false;
        }

        var at = origin.IndexOf("://", StringComparison.Ordinal);
        return at > 0 && request.Host.HasValue && string.Equals(origin[(at + 3)..], request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
