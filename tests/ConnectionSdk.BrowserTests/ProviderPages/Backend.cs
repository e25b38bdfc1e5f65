using System.Text;
using System.Text.Json.Nodes;

namespace ConnectionSdk.BrowserTests.ProviderPages;

/// <summary>What an integrator's back end asks of a provider's API, with nothing of the SDK in between.</summary>
internal static class Backend
{
    public static async Task<JsonNode> SendAsync(HttpMethod method, Uri address, string? json = null, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var request = new HttpRequestMessage(method, address);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(CancellationToken.None))!;
    }
}
