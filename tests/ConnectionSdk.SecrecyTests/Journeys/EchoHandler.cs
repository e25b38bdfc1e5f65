using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ConnectionSdk.SecrecyTests.Journeys;

/// <summary>How a gossiping provider answers.</summary>
public enum Gossip
{
    None = 0,

    /// <summary>An error in JSON that repeats the request in every member an adapter could read.</summary>
    JsonError,

    /// <summary>A page that repeats the request.</summary>
    Html,

    /// <summary>JSON that breaks off after repeating the request.</summary>
    Truncated,

    /// <summary>A redirect to an address made of the request.</summary>
    Redirect,

    /// <summary>A connection that breaks off. What a handler of the host throws is the host's own and is passed on as it is: the network's says nothing.</summary>
    Broken,
}

/// <summary>
/// Sits where a host would put a handler of its own, and answers as a careless provider or proxy would: whatever it was sent comes back in bodies,
/// headers and reason phrases.
/// </summary>
internal sealed class EchoHandler : DelegatingHandler
{
    public Gossip Gossip { get; set; }

    public HttpStatusCode Status { get; set; } = HttpStatusCode.BadRequest;

    /// <summary>
    /// Whether reads are answered as ever. What is about to be typed on is read first everywhere: where that fails already, what was typed never leaves.
    /// </summary>
    public bool OnlyWrites { get; set; }

    /// <summary>What came back: the proof that secrets really were in the answers.</summary>
    public ConcurrentBag<string> Answers { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Gossip == Gossip.None || (OnlyWrites && request.Method == HttpMethod.Get))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var heard = $"{request.RequestUri} {string.Join(' ', request.Headers.SelectMany(header => header.Value))} {body}";
        Answers.Add(heard);
        var line = heard.ReplaceLineEndings(" ");
        if (Gossip == Gossip.Broken)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.", new IOException("Connection reset by peer"));
        }

        var response = new HttpResponseMessage(Gossip == Gossip.Redirect ? HttpStatusCode.TemporaryRedirect : Status)
        {
            RequestMessage = request,
            ReasonPhrase = new string([.. line.Where(char.IsAscii).Where(letter => !char.IsControl(letter)).Take(900)]),
            Content = new StringContent(Body(line), Encoding.UTF8, Gossip == Gossip.Html ? "text/html" : "application/json"),
        };
        foreach (var name in (string[])["X-Echo", "WWW-Authenticate", "Set-Cookie", "Via", "Server", "X-Error", "X-Request-Id"])
        {
            response.Headers.TryAddWithoutValidation(name, line);
        }

        if (Gossip == Gossip.Redirect)
        {
            response.Headers.TryAddWithoutValidation("Location", $"https://elsewhere.example/?said={Uri.EscapeDataString(line)}");
        }

        return response;
    }

    private string Body(string line)
    {
        // Written by hand: a text may stand where any provider expects its message, a code, an id or a time.
        var text = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(line);
        var json = $$"""
            {"message":"{{text}}","Message":"{{text}}","description":"{{text}}","error_description":"{{text}}","code":"{{text}}","FlinksCode":"{{text}}",
             "error":{"code":"{{text}}","message":"{{text}}","requestId":"x"},"status":"{{text}}","connectionStatus":"{{text}}","state":"{{text}}","error_message":"{{text}}"}
            """;
        return Gossip switch
        {
            Gossip.Html => $"<html><title>{WebUtility.HtmlEncode(line)}</title><body>{line}</body></html>",
            Gossip.Truncated => json[..(json.Length / 2)],
            _ => json,
        };
    }
}
