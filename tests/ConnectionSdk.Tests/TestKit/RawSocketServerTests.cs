using System.Net;
using System.Text;
using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.TestKit;

public sealed class RawSocketServerTests
{
    private static readonly StubReply Ok = StubReply.Json("""{"ok":true}""");

    [Fact]
    public async Task A_POST_without_a_body_that_the_runtime_replays_is_counted_each_time()
    {
        await using var server = RawSocketServer.Start(SocketScripts.CloseBeforeAnswer());

        await SendAndLoseAsync(server, content: null);

        Assert.True(server.Requests.Count > 1, $"Seen {server.Requests.Count} times: the runtime no longer replays, the house rule may go.");
        Assert.All(server.Requests, request => Assert.Equal("POST", request.Method));
    }

    [Fact]
    public async Task A_POST_with_an_empty_body_arrives_once()
    {
        await using var server = RawSocketServer.Start(SocketScripts.CloseBeforeAnswer());

        await SendAndLoseAsync(server, new ByteArrayContent([]));

        Assert.Empty(Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task A_connection_closed_on_reuse_is_told_from_a_fresh_one()
    {
        await using var server = RawSocketServer.Start(SocketScripts.AnswerThenCloseOnReuse(Ok), SocketScripts.Answer(Ok));
        using var client = new HttpClient { BaseAddress = server.BaseAddress };

        using var first = await client.GetAsync("a");
        using var second = await client.GetAsync("b");

        Assert.Equal(
            [("/a", 1, false), ("/b", 1, true), ("/b", 2, false)],
            server.Requests.Select(request => (request.Path, request.ConnectionNumber, request.OnReusedConnection)));
    }

    [Fact]
    public async Task Chunked_and_counted_bodies_are_both_recorded_whole()
    {
        await using var server = RawSocketServer.Start(SocketScripts.Answer(Ok));
        using var client = new HttpClient { BaseAddress = server.BaseAddress };
        var body = new string('x', 20_000);

        using var counted = await client.PostAsync("counted", new StringContent(body), CancellationToken.None);
        using var message = new HttpRequestMessage(HttpMethod.Post, "chunked?q=1") { Content = new StringContent(body) };
        message.Headers.TransferEncodingChunked = true;
        using var chunked = await client.SendAsync(message);

        Assert.All(server.Requests, request => Assert.Equal((body, true), (request.Text, request.IsComplete)));
        Assert.Equal("q=1", server.Requests[1].Query);
    }

    [Theory]
    [InlineData("reset", HttpRequestError.Unknown)]
    [InlineData("reset within the answer", HttpRequestError.Unknown)]
    [InlineData("partial", HttpRequestError.ResponseEnded)]
    [InlineData("malformed", HttpRequestError.InvalidResponse)]
    public async Task Broken_answers_reach_the_client_as_what_they_are(string kind, HttpRequestError expected)
    {
        await using var server = RawSocketServer.Start(kind switch
        {
            "reset" => SocketScripts.CommitThenReset(),
            "reset within the answer" => SocketScripts.CommitThenReset("HTTP/1.1 200 OK\r\nContent-Le"),
            "partial" => SocketScripts.PartialBody(Ok, bytesSent: 4),
            _ => SocketScripts.MalformedStatusLine(),
        });
        using var client = new HttpClient { BaseAddress = server.BaseAddress };

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync("x", new StringContent("otp"), CancellationToken.None));

        Assert.Equal(expected, failure.HttpRequestError);
        Assert.Equal("otp", Assert.Single(server.Requests).Text);
    }

    [Fact]
    public async Task A_redirect_names_another_host_which_sees_nothing_from_a_client_that_does_not_follow()
    {
        await using var other = RawSocketServer.Start(SocketScripts.Answer(Ok));
        await using var server = RawSocketServer.Start(SocketScripts.Redirect(other.BaseAddress));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.BaseAddress };

        using var response = await client.PostAsync("x", new StringContent("otp"), CancellationToken.None);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, other.BaseAddress), (response.StatusCode, response.Headers.Location));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_drip_moves_one_byte_per_interval_of_the_clock()
    {
        var clock = new SimulatedClock();
        await using var server = RawSocketServer.Start(SocketScripts.Drip(Ok, TimeSpan.FromSeconds(1), clock));
        using var client = new HttpClient { BaseAddress = server.BaseAddress };
        var answer = client.GetAsync("x");

        for (var i = 0; i < SocketScripts.Bytes(Ok).Length; i++)
        {
            Assert.False(answer.IsCompleted);
            await clock.WaitForTimersAsync(1);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        using var response = await answer;
        Assert.Equal("""{"ok":true}""", await response.Content.ReadAsStringAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Endless_and_exploding_bodies_go_on_until_the_client_leaves()
    {
        await using var server = RawSocketServer.Start(SocketScripts.EndlessBody(), SocketScripts.GzipBomb(mebibytes: 8));
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = server.BaseAddress };

        Assert.Equal(3_000_000, await ReadAsync(3_000_000));
        Assert.Equal(8 * 1024 * 1024, await ReadAsync(int.MaxValue));

        async Task<int> ReadAsync(int atMost)
        {
            using var response = await client.GetAsync("x", HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync(CancellationToken.None);
            var buffer = new byte[10_000];
            var total = 0;
            while (total < atMost && await body.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, atMost - total))) is > 0 and var read)
            {
                total += read;
            }

            return total;
        }
    }

    private static async Task SendAndLoseAsync(RawSocketServer server, HttpContent? content)
    {
        using (var client = new HttpClient { BaseAddress = server.BaseAddress })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "connections/1201") { Content = content };
            await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request));
        }

        await server.WaitForConnectionsToEndAsync();
    }
}
