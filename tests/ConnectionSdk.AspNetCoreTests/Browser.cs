using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ConnectionSdk.AspNetCoreTests;

/// <summary>What a browser sends: cookies, the headers of a page's own calls, and no redirect followed unseen.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client;
    private readonly string? _user;

    public Browser(Uri address, string? user)
    {
        _user = user;
        Cookies = new CookieContainer();
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; }

    /// <summary>Everything that came back, for searches.</summary>
    public StringBuilder Received { get; } = new();

    public Task<Answer> StartAsync(ConnectionRef connection, string? returnUrl = null) => PostAsync(
        "/reconnect/sessions",
        new JsonObject { ["connection"] = connection.ToString(), ["returnUrl"] = returnUrl, ["language"] = "en" });

    public Task<Answer> GetAsync(string id) => SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/reconnect/sessions/{id}"));

    public Task<Answer> PollAsync(string id) => PostAsync($"/reconnect/sessions/{id}/poll", []);

    public Task<Answer> CancelAsync(string id) => PostAsync($"/reconnect/sessions/{id}/cancel", []);

    public Task<Answer> ReplyAsync(string id, JsonObject reply) => PostAsync($"/reconnect/sessions/{id}/reply", reply);

    public Task<Answer> TypeAsync(string id, string field, string value) =>
        ReplyAsync(id, new JsonObject { ["type"] = "fields", ["values"] = new JsonObject { [field] = value } });

    public Task<Answer> TellAsync(string id, JsonNode message) => ReplyAsync(id, new JsonObject { ["type"] = "widget", ["message"] = message });

    /// <summary>Follows a provider's redirect back to the application, as a navigation from another site.</summary>
    public Task<Answer> ReturnAsync(string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/reconnect/callback" + query);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        return SendAsync(request);
    }

    public Task<Answer> PostAsync(string path, JsonObject body) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body.ToJsonString()) });

    public static HttpContent Json(string text) => new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (_user is not null)
            {
                request.Headers.TryAddWithoutValidation(HeaderAccess.Header, _user);
            }

            using var response = await _client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync(CancellationToken.None);
            Received.Append(response.Headers).Append(response.Content.Headers).AppendLine(body);
            return new Answer(response, body);
        }
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>An answer, read whole.</summary>
internal sealed class Answer(HttpResponseMessage response, string body)
{
    public int Status { get; } = (int)response.StatusCode;

    public string Body => body;

    public string? ContentType { get; } = response.Content.Headers.ContentType?.MediaType;

    public Uri? Location { get; } = response.Headers.Location;

    public JsonObject Json => JsonNode.Parse(body)!.AsObject();

    public string Id => Text("id")!;

    public string? Action => (string?)Json["action"]?["type"];

    public string? Text(string name) => (string?)Json[name];

    public string Header(string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";

    public IReadOnlyList<string> Headers(string name) => response.Headers.TryGetValues(name, out var values) ? [.. values] : [];
}
