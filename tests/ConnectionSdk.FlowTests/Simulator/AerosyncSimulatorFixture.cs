using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.FlowTests.Simulator;

/// <summary>The simulator under test, spoken to with a plain HttpClient: nothing of the SDK takes part.</summary>
public abstract class AerosyncSimulatorFixture : IAsyncLifetime
{
    private string? _token;

    private protected SimulatedClock Clock { get; } = new();

    private protected AerosyncSimulator Aerosync { get; }

    private protected string UserUuid { get; }

    protected AerosyncSimulatorFixture()
    {
        Aerosync = new AerosyncSimulator(Clock);
        UserUuid = Aerosync.AddUser();
    }

    public Task InitializeAsync() => Aerosync.StartAsync();

    public async Task DisposeAsync() => await Aerosync.DisposeAsync();

    private protected async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string method, string path, string? json = null, string? apiKey = "demo-key")
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Aerosync.BaseAddress, path));
        request.Headers.Authorization = _token is null ? null : new AuthenticationHeaderValue("Bearer", _token);
        if (apiKey is not null)
        {
            request.Headers.Add("x-api-key", apiKey);
        }

        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync(CancellationToken.None);
        return (response.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
    }

    private protected async Task LogInAsync()
    {
        var (status, body) = await SendAsync("POST", "v2/token", """{"apiKey":"demo-key","apiSecret":"demo-secret"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        _token = (string?)body!["token"];
    }

    private protected async Task<string?> StatusOfAsync(AerosyncConnection connection)
    {
        var (status, body) = await SendAsync("GET", $"v2/accounts/{connection.Id}");
        Assert.Equal(HttpStatusCode.OK, status);
        return (string?)body!["account"]!["connectionStatus"];
    }

    private protected async Task<string> WidgetTokenAsync(AerosyncConnection? reconnects = null)
    {
        var more = reconnects is null ? "" : $$""","connectionId":"{{reconnects.Id}}","reconnectAttempt":true""";
        var (status, body) = await SendAsync(
            "POST",
            "v2/token_widget",
            $$"""{"apiKey":"demo-key","apiSecret":"demo-secret","aeroPassUserUuid":"{{UserUuid}}"{{more}}}""");
        Assert.Equal(HttpStatusCode.OK, status);
        return (string)body!["token"]!;
    }

    private protected Uri WidgetLink(string token, string more = "") =>
        new($"{Aerosync.WidgetAddress}?token={token}&aeroPassUserUuid={UserUuid}&version=2.0.0{more}");

    private protected async Task<IReadOnlyList<JsonNode>> ReconnectAsync(AerosyncConnection connection, AerosyncVisit visit = AerosyncVisit.Completes)
    {
        var link = WidgetLink(await WidgetTokenAsync(connection));
        return [.. (await Aerosync.User.UseWidgetAsync(link, visit)).Select(message => JsonNode.Parse(message)!)];
    }

    private protected static string? TypeOf(JsonNode message) => (string?)message["type"];

    private protected static string? CodeOf(JsonNode? body) => (string?)body!["error"]!["code"];
}
