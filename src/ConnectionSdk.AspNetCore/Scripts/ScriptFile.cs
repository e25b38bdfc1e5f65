using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ConnectionSdk.AspNetCore;

/// <summary>A file of this package that browsers load. They ask each time whether theirs is still the newest, so an upgrade is seen at once.</summary>
internal sealed class ScriptFile
{
    private const string JavaScript = "text/javascript; charset=utf-8";

    private readonly byte[] _content;
    private readonly string _contentType;
    private readonly EntityTagHeaderValue _tag;

    public ScriptFile(string name, string contentType)
    {
        Name = name;
        using var stream = typeof(ScriptFile).Assembly.GetManifestResourceStream(name)!;
        _content = new byte[stream.Length];
        stream.ReadExactly(_content);
        _contentType = contentType;
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(_content))[..16]}\"");
    }

    public static IReadOnlyList<ScriptFile> All { get; } =
    [
        new("connectionsdk.js", JavaScript),
        new("connectionsdk-client.js", JavaScript),
        new("connectionsdk-dom.js", JavaScript),
        new("connectionsdk-fields.js", JavaScript),
        new("connectionsdk-outcome.js", JavaScript),
        new("connectionsdk-panel.js", JavaScript),
        new("connectionsdk-texts.js", JavaScript),
        new("connectionsdk-widgets.js", JavaScript),
        new("connectionsdk.css", "text/css; charset=utf-8"),
    ];

    public string Name { get; }

    public async Task ServeAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = _tag.ToString();
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(_tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = _contentType;
        response.ContentLength = _content.Length;
        await response.Body.WriteAsync(_content, context.RequestAborted).ConfigureAwait(false);
    }
}
