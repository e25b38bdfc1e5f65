using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Sockets;

/// <summary>Whatever comes back instead of an answer ends in one documented error, and the text of the body in none.</summary>
public sealed class BrokenAnswerTests
{
    private const string Canary = "canary-in-the-body-77";

    public static TheoryData<string> Kinds => [.. Scripts.Keys];

    private static Dictionary<string, SocketScript> Scripts { get; } = new(StringComparer.Ordinal)
    {
        ["malformed status line"] = SocketScripts.MalformedStatusLine(),
        ["truncated body"] = SocketScripts.PartialBody(StubReply.Json($$"""{"name":"{{Canary}}"}"""), bytesSent: 12),
        ["reset within the headers"] = SocketScripts.CommitThenReset("HTTP/1.1 200 OK\r\nContent-Le"),
        ["HTML with 200"] = Answer(StubReply.Text($"<!DOCTYPE html><p>{Canary}", "text/html")),
        ["HTML called JSON"] = Answer(StubReply.Text($"<!DOCTYPE html><p>{Canary}", "application/json")),
        ["charset that does not exist"] = Answer(StubReply.Text($$"""{"name":"{{Canary}}"}""", "application/json; charset=klingon-8")),
        ["charset that is not UTF-8"] = Answer(StubReply.Text($$"""{"name":"{{Canary}}"}""", "application/json; charset=utf-16")),
        ["bytes that are not UTF-8"] = Answer(new StubReply { Status = 200, ContentType = "application/json", Body = (byte[])[.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8] }),
        ["lone surrogate"] = Answer(StubReply.Json("""{"name":"\ud800"}""")),
        ["empty body"] = Answer(new StubReply { Status = 200, ContentType = "application/json" }),
        ["white space only"] = Answer(StubReply.Json("  \n ")),
        ["null"] = Answer(StubReply.Json("null")),
        ["an array"] = Answer(StubReply.Json("[]")),
        ["half an object"] = Answer(StubReply.Json($$"""{"name":"{{Canary}}""")),
        ["an object and more"] = Answer(StubReply.Json($$"""{"name":"a"} {{Canary}}""")),
        ["wrong type"] = Answer(StubReply.Json($$"""{"name":["{{Canary}}"]}""")),
        ["the same member twice"] = Answer(StubReply.Json($$"""{"name":"{{Canary}}","name":"b"}""")),
        ["nested without end"] = Answer(StubReply.Json(new string('[', 100_000))),
        ["gzip that is none"] = Answer(StubReply.Json("not gzip").WithHeader("Content-Encoding", "gzip")),
        ["brotli that is none"] = Answer(StubReply.Json("not brotli").WithHeader("Content-Encoding", "br")),
        ["unknown compression"] = Answer(StubReply.Text("\u0001\u0002", "application/json").WithHeader("Content-Encoding", "zstd")),
        ["204 where an answer is needed"] = Answer(StubReply.Empty(204)),
        ["chunk that is no number"] = Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
        ["a header without end"] = Raw("HTTP/1.1 200 OK\r\nX-Long: " + new string('x', 200_000)),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_read_ends_in_a_typed_error(string kind)
    {
        await using var server = RawSocketServer.Start(Scripts[kind]);
        await using var provider = ThinProvider.At(server.BaseAddress, configure: options => options.Retries = false);

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadAsync());

        Assert.Contains(error.Kind, new[] { ProviderErrorKind.Protocol, ProviderErrorKind.Network, ProviderErrorKind.TooLarge });
        AssertQuotesNothing(error);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_submit_ends_with_its_outcome_unknown_and_is_sent_once(string kind)
    {
        await using var server = RawSocketServer.Start(Scripts[kind]);
        await using var provider = ThinProvider.At(server.BaseAddress);

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.SubmitAsync("123456"));

        Assert.Equal(ProviderErrorKind.OutcomeUnknown, error.Kind);
        AssertQuotesNothing(error);
        await provider.CloseAsync(server);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_reason_to_refuse_an_answer()
    {
        await using var server = RawSocketServer.Start(Answer(new StubReply { Status = 200, ContentType = "application/json", Body = (byte[])[0xEF, 0xBB, 0xBF, .. "{\"name\":\"ok\"}"u8] }));
        await using var provider = ThinProvider.At(server.BaseAddress, configure: options => options.Retries = false);

        Assert.Equal("ok", await provider.ReadAsync());
    }

    private static void AssertQuotesNothing(ProviderException error)
    {
        var found = new CanaryScanner().Add("body", Canary).Add("key", ThinProvider.Key).Add("code", "123456").Find("exception", error.ToString());
        Assert.Empty(found);
    }

    private static SocketScript Answer(StubReply reply) => SocketScripts.Answer(reply);

    private static SocketScript Raw(string text) => async (connection, cancellationToken) =>
    {
        if (await connection.ReadRequestAsync(cancellationToken) is not null)
        {
            await connection.SendAsync(text, cancellationToken);
        }
    };
}
