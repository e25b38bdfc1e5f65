using System.Diagnostics.CodeAnalysis;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria;

/// <summary>A configured route with the place of the connection's id: <c>POST v1/connections/{id}/disconnect</c>.</summary>
internal sealed class AraucariaRoute
{
    private const string Place = "{id}";

    private static readonly HttpMethod[] Methods = [HttpMethod.Delete, HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch];

    private readonly HttpMethod _method;
    private readonly string _route;

    private AraucariaRoute(HttpMethod method, string route)
    {
        _method = method;
        _route = route;
    }

    public static AraucariaRoute Parse(string text, HttpMethod otherwise) => TryParse(text, otherwise, out var route)
        ? route
        : throw new FormatException("Not a route.");

    /// <summary>Reads a method, which may be left out, and a relative path that holds <c>{id}</c> once, as a segment of its own.</summary>
    public static bool TryParse(string text, HttpMethod otherwise, [NotNullWhen(true)] out AraucariaRoute? route)
    {
        route = null;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var method = words.Length == 2 ? Array.Find(Methods, known => string.Equals(known.Method, words[0], StringComparison.OrdinalIgnoreCase)) : otherwise;
        if (words.Length is not (1 or 2) || method is null)
        {
            return false;
        }

        var path = words[^1].TrimStart('/');
        var segments = path.Split('/');
        if (segments.Count(segment => segment == Place) != 1 || !Array.TrueForAll(segments, segment => segment == Place || IsPlain(segment)))
        {
            return false;
        }

        route = new AraucariaRoute(method, path);
        return true;
    }

    public ProviderCall Call(string operation) => new(operation, CallEffect.Delete, _method, _route);

    public ProviderPath PathOf(string id)
    {
        var at = _route.IndexOf(Place, StringComparison.Ordinal);
        var path = new ProviderPathHandler(_route.Length, 1);
        path.AppendLiteral(_route[..at]);
        path.AppendFormatted(id);
        path.AppendLiteral(_route[(at + Place.Length)..]);
        return ProviderPath.Of(ref path);
    }

    internal static bool IsPlain(string segment) =>
        segment.Length > 0 && segment is not ("." or "..") && segment.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
