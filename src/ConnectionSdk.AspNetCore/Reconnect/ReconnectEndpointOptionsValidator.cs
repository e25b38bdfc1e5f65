using Microsoft.Extensions.Options;

namespace ConnectionSdk.AspNetCore;

/// <summary>Refuses addresses that a browser could read as another site's. Everything wrong is named at once.</summary>
internal sealed class ReconnectEndpointOptionsValidator : IValidateOptions<ReconnectEndpointOptions>
{
    private const string CallbackPath = "/callback";

    public ValidateOptionsResult Validate(string? name, ReconnectEndpointOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (options.ReturnUrls.Count == 0)
        {
            problems.AddError("names no address. Add the page that repairs are started from, for example \"/accounts\".", Named(nameof(options.ReturnUrls)));
        }

        foreach (var url in options.ReturnUrls)
        {
            if (RefuseReturnUrl(url) is { } refusal)
            {
                problems.AddError($"\"{Shown(url)}\" {refusal}", Named(nameof(options.ReturnUrls)));
            }
        }

        foreach (var origin in options.AllowedOrigins)
        {
            if (!IsOrigin(origin))
            {
                problems.AddError($"\"{Shown(origin)}\" is no origin. Write scheme and host alone, for example https://app.example.", Named(nameof(options.AllowedOrigins)));
            }
        }

        if (options.CallbackUri is { } callback && RefuseCallback(callback) is { } refused)
        {
            problems.AddError(refused, Named(nameof(options.CallbackUri)));
        }

        return problems.Build();
    }

    /// <summary>Why users cannot be sent there; null when they can.</summary>
    public static string? RefuseReturnUrl(string? url)
    {
        if (string.IsNullOrEmpty(url))
        {
            return "is empty.";
        }

        if (url.Any(static character => char.IsControl(character) || char.IsWhiteSpace(character) || character is '\\' or '#' or '"' or '<' or '>' || character > '\x7e'))
        {
            return "holds a character that has no place in it: no spaces, control characters, backslashes, fragments or letters beyond ASCII.";
        }

        if (url[0] == '/')
        {
            return url.Length > 1 && url[1] == '/' ? "starts with two slashes, which names another host." : null;
        }

        return IsWeb(url, out var address) && address.UserInfo.Length == 0 && url.StartsWith(address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            ? null
            : "must be a path that starts with one slash, or an absolute https address (http on this machine only) without a user name.";
    }

    private static string? RefuseCallback(Uri callback)
    {
        if (!callback.IsAbsoluteUri || !IsWeb(callback.OriginalString, out _))
        {
            return "must be an absolute https address (http on this machine only).";
        }

        if (callback.OriginalString.AsSpan().IndexOfAny('?', '#') >= 0 || callback.UserInfo.Length > 0)
        {
            return "must have no query, fragment or user name.";
        }

        return callback.AbsolutePath.EndsWith(CallbackPath, StringComparison.Ordinal) ? null : "must end with /callback, below the prefix of MapReconnect.";
    }

    private static bool IsOrigin(string? origin) =>
        IsWeb(origin, out var address) && string.Equals(address.GetLeftPart(UriPartial.Authority), origin, StringComparison.Ordinal);

    private static bool IsWeb(string? text, out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address!)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    private static string Shown(string? text) => text is null ? "" : new string([.. text.Select(static character => char.IsControl(character) ? ' ' : character)]);

    private static string Named(string property) => $"{nameof(ReconnectEndpointOptions)}.{property}";
}
