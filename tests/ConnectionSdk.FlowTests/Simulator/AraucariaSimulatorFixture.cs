using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;

namespace ConnectionSdk.FlowTests.Simulator;

/// <summary>The simulator under test, spoken to with a plain HttpClient: nothing of the SDK takes part.</summary>
public abstract class AraucariaSimulatorFixture : IAsyncLifetime
{
    private static readonly TimeSpan WorkersPause = TimeSpan.FromSeconds(10);

    private protected SimulatedClock Clock { get; } = new();

    private protected AraucariaSimulator Araucaria { get; }

    protected AraucariaSimulatorFixture() => Araucaria = new AraucariaSimulator(Clock);

    public Task InitializeAsync() => Araucaria.StartAsync();

    public async Task DisposeAsync() => await Araucaria.DisposeAsync();

    private protected async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string method, string path, string? json = null, string? token = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Araucaria.BaseAddress, "v1/" + path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Araucaria.ApiKey);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync(CancellationToken.None);
        return (response.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
    }

    private protected async Task<string?> StatusOfAsync(AraucariaConnection connection)
    {
        var (status, body) = await SendAsync("GET", "connections/" + connection.Id);
        Assert.Equal(HttpStatusCode.OK, status);
        return (string?)body!["status"];
    }

    private protected async Task<string> WidgetTokenAsync(AraucariaConnection connection)
    {
        var (status, body) = await SendAsync("POST", $"connections/{connection.Id}/widget-token");
        Assert.Equal(HttpStatusCode.OK, status);
        return (string)body!["widgetToken"]!;
    }

    private protected async Task<JsonNode> UseWidgetAsync(AraucariaConnection connection, AraucariaVisit visit = AraucariaVisit.Completes, string? token = null)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["token"] = token ?? await WidgetTokenAsync(connection),
            ["connectionId"] = connection.Id,
        };
        var use = Araucaria.User.UseWidgetAsync(parameters, visit);
        await Clock.AdvanceUntilAsync(use, WorkersPause);
        return JsonNode.Parse(await use)!;
    }

    private protected void LetTheWorkerFinish() => Clock.Advance(Araucaria.QueueTakes + Araucaria.VerificationTakes);
}
