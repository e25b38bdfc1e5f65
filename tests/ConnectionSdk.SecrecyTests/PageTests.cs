using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ConnectionSdk.AspNetCore;
using ConnectionSdk.Providers;
using ConnectionSdk.SecrecyTests.Capturing;
using ConnectionSdk.SecrecyTests.Journeys;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.SecrecyTests;

/// <summary>
/// What a browser is given by the endpoints of ConnectionSdk.AspNetCore: the link of its own repair and nothing else that is secret, also when the
/// provider gossips, when a reply is wrong and when a stranger asks.
/// </summary>
public sealed class PageTests : IAsyncDisposable
{
    private const string Code = "58203914";
    private const string WrongCode = "90417263";
    private const string WebhookSecret = "whsec-page-0d4e7b1c";
    private const string ClientSecret = "powens-page-secret-7e12";

    private readonly SimulatedClock _clock = new();
    private readonly PowensSimulator _powens;
    private readonly Capture _capture = new();
    private readonly EchoHandler _echo = new();
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
    private WebApplication? _app;

    public PageTests() => _powens = new PowensSimulator(_clock) { ClientSecret = ClientSecret, RequiresEncryption = true };

    [Fact]
    public async Task A_browser_is_given_its_own_link_and_no_other_secret()
    {
        await _powens.StartAsync();
        var user = _powens.AddUser();
        await StartAsync();
        var canaries = new List<Canary>
        {
            new("client secret", ClientSecret, SecretKind.Credential), new("webhook secret", WebhookSecret, SecretKind.Credential),
            new("right code", Code, SecretKind.Typed), new("wrong code", WrongCode, SecretKind.Typed), new("bank's state", "BANKSECRET", SecretKind.Credential),
        };

        // A code, wrong and right.
        var otp = _powens.AddConnection(user, setup => setup.NeedsOtp(Code, pattern: "^[0-9]{8}$"));
        canaries.AddRange(otp.Accounts.Where(account => account.Iban is not null).Select((account, at) => new Canary($"IBAN {at}", account.Iban!, SecretKind.Number)));
        canaries.AddRange(otp.Accounts.Select((account, at) => new Canary($"number {at}", account.Number!, SecretKind.Number)));
        var session = await PostAsync("/reconnect/sessions", $$"""{"connection":"powens:{{user.Id}}/{{otp.Id}}"}""");
        var id = session.GetProperty("id").GetString()!;
        var field = session.GetProperty("action").GetProperty("fields")[0].GetProperty("name").GetString();
        await PostAsync($"/reconnect/sessions/{id}/reply", $$$"""{"type":"fields","values":{"{{{field}}}":"{{{WrongCode}}}"}}""");
        await PostAsync($"/reconnect/sessions/{id}/reply", $$$"""{"type":"fields","values":{"{{{field}}}":"{{{WrongCode}}}","{{{Code}}}":1}}""");
        var repaired = await PostAsync($"/reconnect/sessions/{id}/reply", $$$"""{"type":"fields","values":{"{{{field}}}":"{{{Code}}}"}}""");
        for (var look = 0; look < 20 && repaired.GetProperty("phase").GetString() != "Finished"; look++)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            repaired = await PostAsync($"/reconnect/sessions/{id}/poll", "{}");
        }

        Assert.Equal("Reconnected", repaired.GetProperty("outcome").GetString());

        // The bank's page and the way back.
        var redirect = _powens.AddConnection(user, setup => setup.NeedsRedirect());
        session = await PostAsync("/reconnect/sessions", $$"""{"connection":"powens:{{user.Id}}/{{redirect.Id}}"}""");
        var page = new Uri(session.GetProperty("action").GetProperty("url").GetString()!);
        canaries.Add(new Canary("ticket", page.Segments[^1], SecretKind.Launch));
        var back = await _powens.User.FollowAsync(page);
        canaries.Add(new Canary("state", CallbackState.QueryValue(back, "state")!, SecretKind.State));
        await GetAsync($"/reconnect/callback?state={session.GetProperty("id").GetString()}.forged0000");
        await GetAsync($"/reconnect/callback{back.Query}");

        // A provider that gossips.
        var broken = _powens.AddConnection(user, setup => setup.NeedsRedirect());
        foreach (var gossip in (Gossip[])[Gossip.JsonError, Gossip.Html, Gossip.Broken])
        {
            _echo.Gossip = gossip;
            await PostAsync("/reconnect/sessions", $$"""{"connection":"powens:{{user.Id}}/{{broken.Id}}"}""");
            await GetAsync($"/reconnect/sessions/{session.GetProperty("id").GetString()}");
            _echo.Gossip = Gossip.None;
        }

        // Webhooks: forged and right.
        var body = Signatures.Bytes(TestKit.Fixtures.Read("powens/webhook.ACCOUNT_ENABLED.json"));
        Assert.Equal(HttpStatusCode.Unauthorized, await DeliverAsync(body, "AAAA"));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(body, null));

        canaries.AddRange(_powens.Calls.All
            .Select(call => call.Headers.GetValueOrDefault("Authorization")).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select((bearer, at) => new Canary($"user token {at}", bearer["Bearer ".Length..], SecretKind.Credential)));
        var emissions = _capture.All.Where(emission => emission.Sink != "logs")
            .Concat(_capture.Logs.Records.Where(record => record.Category.StartsWith("ConnectionSdk", StringComparison.Ordinal)).Select(record => new Emission("logs", "", record.ToString())));
        var hits = new Search(canaries).In(emissions);
        Assert.Empty(hits.Where(hit => !hit.Permitted).Select(hit => hit.Finding).Distinct(StringComparer.Ordinal));
        Assert.Contains(hits, hit => hit is { Permitted: true, Canary.Name: "ticket" });
        Assert.Contains(_powens.Bank.Submissions, submission => submission.Value == WrongCode);
        Assert.Contains(_powens.Bank.Submissions, submission => submission.Value == Code);
        Assert.Contains(_echo.Answers, answer => canaries.Exists(canary => canary.Name.StartsWith("user token", StringComparison.Ordinal) && answer.Contains(canary.Value, StringComparison.Ordinal)));
        Assert.True(canaries.Count >= 10, $"{canaries.Count}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _browser.Dispose();
        await _powens.DisposeAsync();
        _echo.Dispose();
        _capture.Dispose();
    }

    private async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_capture.Logs);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddConnectionSdk(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionSdk:Powens:Domain"] = "example",
            ["ConnectionSdk:Powens:ClientId"] = _powens.ClientId,
            ["ConnectionSdk:Powens:ClientSecret"] = ClientSecret,
            ["ConnectionSdk:Powens:RedirectUri"] = "https://app.example/reconnect/callback",
            ["ConnectionSdk:Powens:ApiBaseAddress"] = _powens.ApiAddress.AbsoluteUri,
            ["ConnectionSdk:Powens:WebviewBaseAddress"] = _powens.WebviewAddress.AbsoluteUri,
            ["ConnectionSdk:Powens:WebhookSecrets:0"] = WebhookSecret,
            ["ConnectionSdk:Powens:Http:AllowInsecureLoopback"] = bool.TrueString,
            ["ConnectionSdk:Powens:Http:Retries"] = bool.FalseString,
            ["ConnectionSdk:Powens:Http:Breaker"] = bool.FalseString,
        }).Build().GetSection("ConnectionSdk"));
        builder.Services.AddHttpClient(ProviderHttpRegistration.ClientName("powens", null)).AddHttpMessageHandler(() => _echo);
        builder.Services.AddConnectionSdkAspNetCore<Access>(static options => options.ReturnUrls.Add("/accounts"));
        _app = builder.Build();
        _app.UseRouting();
        _app.MapReconnect("/reconnect");
        _app.MapConnectionWebhooks("/webhooks");
        await _app.StartAsync();
        _browser.BaseAddress = new Uri(_app.Urls.Single());
    }

    private async Task<JsonElement> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        return await SendAsync(request);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request);
    }

    private async Task<HttpStatusCode> DeliverAsync(byte[] body, string? signature)
    {
        var date = _clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        signature ??= Convert.ToBase64String(Signatures.Sign(WebhookSecret, $"POST./webhooks/powens.{date}.", body));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/powens") { Content = new ByteArrayContent(body) };
        request.Headers.Add("BI-Signature", signature);
        request.Headers.Add("BI-Signature-Date", date);
        using var response = await _browser.SendAsync(request);
        _capture.Keep("pages", "", $"{response.Headers} {await response.Content.ReadAsStringAsync(CancellationToken.None)}");
        return response.StatusCode;
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage request)
    {
        using var response = await _browser.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync(CancellationToken.None);
        _capture.Keep("pages", "SessionView", text);
        _capture.Keep("pages", "", $"{response.ReasonPhrase} {response.Content.Headers}");

        // The cookie and the way back name the repair, which is this browser's own.
        _capture.Keep("pages", "SessionView", $"{response.Headers}");
        return text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default;
    }

    private sealed class Access : IReconnectAccess
    {
        public ValueTask<string?> GetUserAsync(HttpContext context, CancellationToken cancellationToken) => new("alice");

        public ValueTask<bool> OwnsAsync(string user, ConnectionRef connection, CancellationToken cancellationToken) => new(true);
    }
}
