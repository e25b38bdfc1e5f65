using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Simulator;

/// <summary>The simulator under test, spoken to with a plain HttpClient: nothing of the SDK takes part.</summary>
public abstract class FlinksSimulatorFixture : IAsyncLifetime
{
    private protected SimulatedClock Clock { get; } = new();

    private protected FlinksSimulator Flinks { get; }

    protected FlinksSimulatorFixture() => Flinks = new FlinksSimulator(Clock);

    public Task InitializeAsync() => Flinks.StartAsync();

    public async Task DisposeAsync() => await Flinks.DisposeAsync();

    private protected async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(
        string method,
        string path,
        string? json = null,
        string? authKey = null,
        string? apiKey = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Flinks.ApiAddress, $"v3/{Flinks.CustomerId}/BankingServices/{path}"));
        if (authKey is not null)
        {
            request.Headers.Add("flinks-auth-key", authKey);
        }

        if (apiKey is not null)
        {
            request.Headers.Add("x-api-key", apiKey);
        }

        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(CancellationToken.None))!;
        if (body is JsonObject envelope)
        {
            Assert.Equal((int)response.StatusCode, (int?)envelope["HttpStatusCode"]);
        }

        return (response.StatusCode, body);
    }

    private protected async Task<string> TokenAsync()
    {
        var (_, body) = await SendAsync("POST", "GenerateAuthorizeToken", authKey: Flinks.SecretKey);
        return (string)body["Token"]!;
    }

    private protected async Task<(HttpStatusCode Status, JsonNode Body)> AuthorizeAsync(string json) =>
        await SendAsync("POST", "Authorize", json, authKey: await TokenAsync());

    private protected Task<(HttpStatusCode Status, JsonNode Body)> CachedAsync(FlinksConnection connection) =>
        AuthorizeAsync($$"""{"LoginId":"{{connection.LoginId}}","MostRecentCached":true}""");

    private protected Task<(HttpStatusCode Status, JsonNode Body)> LiveAsync(FlinksConnection connection, string more = "") =>
        AuthorizeAsync($$"""{"LoginId":"{{connection.LoginId}}","MostRecentCached":false,"Save":true{{more}}}""");

    private protected Task<(HttpStatusCode Status, JsonNode Body)> AnswerAsync(string? requestId, string responses) =>
        AuthorizeAsync($$"""{"RequestId":"{{requestId}}","Save":true,"SecurityResponses":{{responses}}}""");

    private protected Task<(HttpStatusCode Status, JsonNode Body)> DetailAsync(string? requestId, string more = "") =>
        SendAsync("POST", "GetAccountsDetail", $$"""{"RequestId":"{{requestId}}"{{more}}}""", apiKey: Flinks.ApiKey);

    private protected Task<(HttpStatusCode Status, JsonNode Body)> PollAsync(string endpoint, string? requestId) =>
        SendAsync("GET", $"{endpoint}/{requestId}", apiKey: Flinks.ApiKey);

    private protected async Task<Uri> WidgetLinkAsync(string? requestId, string more = "") => new(
        Flinks.ConnectAddress,
        $"?authorizeToken={await TokenAsync()}{(requestId is null ? "" : "&requestId=" + requestId)}&redirectUrl=https%3A%2F%2Fapp.example%2Fcallback&tag=user-1042{more}");

    private protected static string? Code(JsonNode body) => (string?)body["FlinksCode"];

    private protected static string? RequestId(JsonNode body) => (string?)body["RequestId"];

    private protected static string[] AccountIds(JsonNode body) => [.. body["Accounts"]!.AsArray().Select(account => (string)account!["Id"]!)];
}
