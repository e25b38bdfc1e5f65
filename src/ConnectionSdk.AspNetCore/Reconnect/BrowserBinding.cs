using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.AspNetCore;

/// <summary>
/// Ties a repair to the browser it was started in, by a cookie that only this application can make. Somebody else's link, opened in this browser, does not
/// find it. Nothing is kept on the server.
/// </summary>
internal sealed class BrowserBinding(IDataProtectionProvider protection, IOptions<ReconnectEndpointOptions> options, TimeProvider time)
{
    private const string Purpose = "ConnectionSdk.AspNetCore.Reconnect.v1";
    private const string NamePrefix = "cs-reconnect-";

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);

    public void Set(HttpContext context, string prefix, ReconnectSession session, string user, string returnUrl)
    {
        var bound = new BoundBrowser(session.Id.Value, user, returnUrl, session.ExpiresAt.ToUnixTimeSeconds());
        var value = _protector.Protect(JsonSerializer.Serialize(bound, BrowserBindingJsonContext.Default.BoundBrowser));
        var cookie = Attributes(context, prefix);
        cookie.MaxAge = session.ExpiresAt - time.GetUtcNow();
        context.Response.Cookies.Append(NameOf(session.Id), value, cookie);
    }

    public void Remove(HttpContext context, string prefix, ReconnectSessionId session)
    {
        if (context.Request.Cookies.ContainsKey(NameOf(session)))
        {
            context.Response.Cookies.Delete(NameOf(session), Attributes(context, prefix));
        }
    }

    /// <summary>Where the user of this browser is to return to; null when this browser did not start the repair for this user.</summary>
    public string? ReturnUrlOf(HttpContext context, ReconnectSessionId session, string user)
    {
        if (context.Request.Cookies[NameOf(session)] is not { Length: > 0 } value)
        {
            return null;
        }

        BoundBrowser? bound;
        try
        {
            bound = JsonSerializer.Deserialize(_protector.Unprotect(value), BrowserBindingJsonContext.Default.BoundBrowser);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }

        return bound is not null
            && string.Equals(bound.Session, session.Value, StringComparison.Ordinal)
            && string.Equals(bound.User, user, StringComparison.Ordinal)
            && time.GetUtcNow().ToUnixTimeSeconds() < bound.ExpiresAt
            && options.Value.ReturnUrls.Contains(bound.ReturnUrl, StringComparer.Ordinal)
                ? bound.ReturnUrl
                : null;
    }

    private static string NameOf(ReconnectSessionId session) => NamePrefix + session.Value;

    private CookieOptions Attributes(HttpContext context, string prefix) => new()
    {
        HttpOnly = true,
        Secure = !IsPlainLoopback(context),
        SameSite = SameSiteMode.Lax,
        IsEssential = true,
        Path = options.Value.CallbackUri is { } callback ? callback.AbsolutePath[..callback.AbsolutePath.LastIndexOf('/')] is { Length: > 0 } path ? path : "/" : prefix,
    };

    private bool IsPlainLoopback(HttpContext context) =>
        !context.Request.IsHttps
        && options.Value.CallbackUri?.Scheme != Uri.UriSchemeHttps
        && context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
        && !context.Request.Headers.ContainsKey("X-Forwarded-Proto");
}

/// <summary>What the cookie holds.</summary>
internal sealed record BoundBrowser(string Session, string User, string ReturnUrl, long ExpiresAt);

[JsonSerializable(typeof(BoundBrowser))]
internal sealed partial class BrowserBindingJsonContext : JsonSerializerContext;
