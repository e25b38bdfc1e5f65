using System.IO.Compression;
using System.Net;
using System.Text.Json;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class FaultTests : IAsyncLifetime
{
    private PowensSimulator Powens { get; } = new();

    public Task InitializeAsync() => Powens.StartAsync();

    public async Task DisposeAsync() => await Powens.DisposeAsync();

    [Fact]
    public async Task A_truncated_answer_is_whole_HTTP_and_half_JSON()
    {
        Powens.Faults.Add(Fault.TruncatedJson());
        var (response, body) = await GetAsync("publickey");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
    }

    [Fact]
    public async Task A_cut_answer_ends_before_its_announced_length()
    {
        Powens.Faults.Add(Fault.CutMidBody());
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("publickey"));
        Assert.Contains(failure.HttpRequestError, new[] { HttpRequestError.ResponseEnded, HttpRequestError.Unknown });
        Assert.True(Assert.Single(Powens.Calls.All).WasProcessed);
    }

    [Fact]
    public async Task A_bomb_is_small_on_the_wire_and_large_unpacked()
    {
        const long Size = 5_000_000;
        Powens.Faults.Add(Fault.GzipBomb(Size));
        var (response, body) = await GetAsync("publickey");
        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.InRange(body.Length, 1, 100_000);
        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        await gzip.CopyToAsync(unpacked);
        Assert.InRange(unpacked.Length, Size, Size + 100);
    }

    [Fact]
    public async Task An_oversized_answer_has_the_size_asked_for()
    {
        Powens.Faults.Add(Fault.OversizedBody(1_000_000));
        var (_, body) = await GetAsync("publickey");
        Assert.InRange(body.Length, 1_000_000, 1_000_100);
    }

    [Fact]
    public async Task An_endless_answer_goes_on_until_the_reader_leaves_and_does_not_hold_up_the_end()
    {
        Powens.Faults.Add(Fault.EndlessBody());
        using var http = NewClient();
        using var response = await http.GetAsync(new Uri(Powens.ApiAddress, "publickey"), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[1_000_000]);
    }

    [Fact]
    public async Task A_redirect_keeps_its_address_and_an_HTML_page_its_type()
    {
        Powens.Faults.Add(Fault.RedirectTo(new Uri("http://elsewhere.example/x"))).Add(Fault.HtmlPage()).Add(Fault.WrongContentType("text/plain"));
        var (redirect, _) = await GetAsync("publickey");
        var (html, _) = await GetAsync("publickey");
        var (plain, _) = await GetAsync("publickey");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);
        Assert.Equal("http://elsewhere.example/x", redirect.Headers.Location!.AbsoluteUri);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (html.StatusCode, html.Content.Headers.ContentType!.MediaType));
        Assert.Equal("text/plain", plain.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Retry_after_as_a_date_and_the_date_of_the_answer_are_on_the_simulated_clock()
    {
        var now = Powens.Clock.GetUtcNow();
        Powens.Faults.Add(Fault.TooManyRequestsUntil(now.AddSeconds(90)));
        var (response, _) = await GetAsync("publickey");
        Assert.Equal(now.AddSeconds(90), response.Headers.RetryAfter!.Date);
        Assert.Equal(now, response.Headers.Date);
    }

    [Fact]
    public async Task A_fault_strikes_only_what_fits_and_only_as_often_as_asked()
    {
        Powens.Faults.Add(Fault.ServerError(502), times: 2, method: "GET", path: "/2.0/connectors/**");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("publickey")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.BadGateway, (await GetAsync("connectors/40")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.BadGateway, (await GetAsync("connectors")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("connectors")).Response.StatusCode);
    }

    private async Task<(HttpResponseMessage Response, byte[] Body)> GetAsync(string path)
    {
        using var http = NewClient();
        var response = await http.GetAsync(new Uri(Powens.ApiAddress, path));
        return (response, await response.Content.ReadAsByteArrayAsync());
    }

    private static HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
}
