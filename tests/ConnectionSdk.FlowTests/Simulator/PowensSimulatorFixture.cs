using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.FlowTests.Simulator;

/// <summary>The simulator under test, spoken to with a plain HttpClient: nothing of the SDK takes part.</summary>
public abstract class PowensSimulatorFixture : IAsyncLifetime
{
    private protected SimulatedClock Clock { get; } = new();

    private protected PowensSimulator Powens { get; }

    private protected PowensUser User { get; }

    protected PowensSimulatorFixture()
    {
        Powens = new PowensSimulator(Clock);
        User = Powens.AddUser();
    }

    public Task InitializeAsync() => Powens.StartAsync();

    public async Task DisposeAsync() => await Powens.DisposeAsync();

    private protected async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string method, string path, string? json = null, string? token = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Powens.ApiAddress, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? User.Token);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync(CancellationToken.None);
        return (response.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
    }

    private protected Task<(HttpStatusCode Status, JsonNode? Body)> UpdateAsync(PowensConnection connection, string json, string query = "") =>
        SendAsync("POST", $"users/me/connections/{connection.Id}{query}", json);

    private protected async Task<string?> StateOfAsync(PowensConnection connection)
    {
        var (status, body) = await SendAsync("GET", $"users/me/connections/{connection.Id}");
        Assert.Equal(HttpStatusCode.OK, status);
        return (string?)body!["state"];
    }

    private protected async Task<string> TemporaryCodeAsync(string type = "singleAccess")
    {
        var (_, body) = await SendAsync("GET", "auth/token/code?type=" + type);
        return (string)body!["code"]!;
    }

    private protected async Task<Uri> ReconnectLinkAsync(PowensConnection connection, string more = "")
    {
        var code = await TemporaryCodeAsync();
        return new Uri(
            Powens.WebviewAddress,
            $"fr/reconnect?domain=example.biapi.pro&client_id=12345678&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&code={Uri.EscapeDataString(code)}"
            + $"&connection_id={connection.Id}&state=opaque-1{more}");
    }
}
