using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ConnectionSdk.Simulator.Pages;

/// <summary>Walks through a simulator's pages as a browser would, over HTTP, until a page sends it elsewhere.</summary>
internal sealed partial class ScriptedBrowser(Uri simulator)
{
    private const int MaximumPages = 30;

    private readonly List<JsonNode> _messages = [];

    /// <summary>What the pages seen so far have posted to the page or app around them.</summary>
    public IReadOnlyList<JsonNode> Messages => _messages;

    /// <summary>Follows links and fills in forms.</summary>
    /// <param name="start">The first address.</param>
    /// <param name="fillIn">What to post on a page, given its step; nothing when the user walks away, null when a user cannot go on.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>The address outside the simulator the browser was sent to, or that of the last page seen.</returns>
    public async Task<Uri> FollowAsync(Uri start, Func<string, IReadOnlyDictionary<string, string>?> fillIn, CancellationToken cancellationToken)
    {
        if (start.Authority != simulator.Authority)
        {
            throw new InvalidOperationException($"The link leads to {start.Authority}, not to the simulator at {simulator.Authority}.");
        }

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler);
        var address = start;
        using var first = new HttpRequestMessage(HttpMethod.Get, address);
        var response = await client.SendAsync(first, cancellationToken).ConfigureAwait(false);
        for (var page = 0; page < MaximumPages; page++)
        {
            HttpRequestMessage next;
            if (response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect)
            {
                address = new Uri(address, response.Headers.Location!);
                if (address.Authority != simulator.Authority)
                {
                    response.Dispose();
                    return address;
                }

                next = new HttpRequestMessage(HttpMethod.Get, address);
            }
            else
            {
                var html = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                Listen(html);
                if (html.Contains("\" data-last>", StringComparison.Ordinal))
                {
                    response.Dispose();
                    return address;
                }

                if (Answer(address, response, html, fillIn) is not { } answer)
                {
                    response.Dispose();
                    return address;
                }

                next = answer;
            }

            response.Dispose();
            using (next)
            {
                response = await client.SendAsync(next, cancellationToken).ConfigureAwait(false);
            }
        }

        response.Dispose();
        throw new InvalidOperationException($"The user saw {MaximumPages} pages and was sent nowhere.");
    }

    private void Listen(string html)
    {
        if (MessagesPattern().Match(html) is { Success: true } match)
        {
            _messages.AddRange(JsonNode.Parse(match.Groups["messages"].Value)!.AsArray().OfType<JsonNode>());
        }
    }

    private static HttpRequestMessage? Answer(
        Uri address,
        HttpResponseMessage response,
        string html,
        Func<string, IReadOnlyDictionary<string, string>?> fillIn)
    {
        var step = StepPattern().Match(html);
        if (!response.IsSuccessStatusCode || !step.Success)
        {
            throw new InvalidOperationException($"{address.AbsolutePath} showed the user an error ({(int)response.StatusCode}): {Plain(html)}");
        }

        var answer = fillIn(step.Groups["step"].Value)
            ?? throw new InvalidOperationException($"The user does not know what to do on the page \"{step.Groups["step"].Value}\".");
        return answer.Count == 0 ? null : new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(answer) };
    }

    private static string Plain(string html) => WebUtility.HtmlDecode(TagPattern().Replace(html, " ")).Trim();

    [GeneratedRegex("data-step=\"(?<step>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StepPattern();

    [GeneratedRegex("id=\"messages\">(?<messages>[^<]*)</script>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MessagesPattern();

    [GeneratedRegex("<style>.*?</style>|<[^>]*>|\\s+", RegexOptions.Singleline, 1000)]
    private static partial Regex TagPattern();
}
