using System.IO.Compression;
using System.Text;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Http;

public sealed class AnswerTests
{
    private static readonly ProviderHttpOptions Once = new() { Retries = false };

    public static TheoryData<string, byte[], string> Malformed() => new()
    {
        { "html", "<!doctype html><p>secret-body"u8.ToArray(), "text/html" },
        { "html called json", "\n <html>secret-body"u8.ToArray(), "application/json" },
        { "empty", [], "application/json" },
        { "blank", " \r\n"u8.ToArray(), "application/json" },
        { "truncated", """{"name":"secret-body"""u8.ToArray(), "application/json" },
        { "trailing", """{"name":"secret-body"} x"""u8.ToArray(), "application/json" },
        { "null", "null"u8.ToArray(), "application/json" },
        { "wrong type", """{"name":["secret-body"]}"""u8.ToArray(), "application/json" },
        { "number too large", """{"number":99999999999999999999}"""u8.ToArray(), "application/json" },
        { "lone surrogate", """{"name":"\ud800secret-body"}"""u8.ToArray(), "application/json" },
        { "not utf-8", [.. "{\"name\":\"secret-body"u8, 0xC3, 0x28, .. "\"}"u8], "application/json" },
        { "utf-16", Encoding.Unicode.GetBytes("""{"name":"secret-body"}"""), "application/json; charset=utf-16" },
        { "wrong charset", """{"name":"secret-body"}"""u8.ToArray(), "application/json; charset=latin1" },
        { "too deep", Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 40) + new string(']', 40) + "}"), "application/json" },
        { "twice the same member", """{"name":"secret-body","name":"b"}"""u8.ToArray(), "application/json" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_answer_is_a_typed_failure_that_does_not_repeat_it(string what, byte[] body, string contentType)
    {
        using var provider = new FakeProvider(FakeProvider.Answer(200, body, contentType));
        using var http = provider.Connect(Once);

        var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Read));

        Assert.True(error.Kind == ProviderErrorKind.Protocol, what);
        Assert.Equal(200, error.StatusCode);
        Assert.DoesNotContain("secret-body", error.ToString(), StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_answer_is_read(string encoding)
    {
        using var provider = new FakeProvider(Compressed(encoding, """{"name":"small"}"""u8));
        using var http = provider.Connect(Once);
        Assert.Equal("small", (await RetryTests.Call(http, CallEffect.Read)).Body.Name);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Broken_compression_is_a_typed_failure(string encoding)
    {
        using var provider = new FakeProvider(FakeProvider.Answer(
            200, [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], also: response => response.Content.Headers.ContentEncoding.Add(encoding)));
        using var http = provider.Connect(Once);
        var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Read));
        Assert.Equal(ProviderErrorKind.Protocol, error.Kind);
    }

    [Fact]
    public async Task The_cap_counts_what_comes_out_of_the_compression()
    {
        using var provider = new FakeProvider(Compressed("gzip", new byte[8 * 1024 * 1024]));
        using var http = provider.Connect(Once);
        var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Read));
        Assert.Equal(ProviderErrorKind.TooLarge, error.Kind);
    }

    [Fact]
    public async Task An_answer_of_exactly_the_cap_is_read_and_one_byte_more_is_not()
    {
        var call = new ProviderCall("Get", CallEffect.Read, HttpMethod.Get, "x") { MaxResponseBytes = 20 };
        using var fits = new FakeProvider(FakeProvider.Answer(200, """{"name":"123456789"}"""));
        using var over = new FakeProvider(FakeProvider.Answer(200, """{"name":"1234567890"}"""));
        using var one = fits.Connect(Once);
        using var two = over.Connect(Once);

        Assert.Equal("123456789", (await one.SendAsync(call, ProviderPath.Literal("x"), FakeJson.Instance.FakeDto)).Body.Name);
        var error = await Assert.ThrowsAsync<ProviderException>(async () => await two.SendAsync(call, ProviderPath.Literal("x"), FakeJson.Instance.FakeDto));
        Assert.Equal(ProviderErrorKind.TooLarge, error.Kind);
    }

    [Fact]
    public async Task Where_any_status_is_a_result_only_what_is_not_json_is_an_error()
    {
        var call = new ProviderCall("Authorize", CallEffect.Submit, HttpMethod.Post, "x") { AnyStatusIsResult = true };
        foreach (var status in new[] { 200, 202, 203, 400, 401, 403, 500 })
        {
            using var provider = new FakeProvider(FakeProvider.Answer(status, """{"name":"code"}"""));
            using var http = provider.Connect(Once);
            var answer = await http.SendAsync(call, ProviderPath.Literal("x"), FakeJson.Instance.FakeDto);
            Assert.Equal((status, "code"), (answer.StatusCode, answer.Body.Name));
        }

        using var html = new FakeProvider(FakeProvider.Answer(401, "<html>", "text/html"));
        using var other = html.Connect(Once);
        var error = await Assert.ThrowsAsync<ProviderException>(async () => await other.SendAsync(call, ProviderPath.Literal("x"), FakeJson.Instance.FakeDto));
        Assert.Equal(ProviderErrorKind.CredentialRejected, error.Kind);
    }

    [Fact]
    public async Task An_error_inside_a_success_is_found_where_the_adapter_looks()
    {
        using var provider = new FakeProvider(FakeProvider.Answer(200, """{"code":"known_inside"}"""));
        using var http = provider.Connect(Once, errors: new InsideReader());
        var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Read));
        Assert.Equal("known_inside", error.ProviderCode);
    }

    [Fact]
    public async Task Text_of_the_provider_is_kept_clean_and_out_of_the_message()
    {
        var text = "line1\\nline2 " + new string('x', 400);
        using var provider = new FakeProvider(FakeProvider.Answer(
            400, $$"""{"code":"unheard","message":"{{text}}"}""", also: response => response.Headers.TryAddWithoutValidation("X-Request-Id", "req-1")));
        using var http = provider.Connect(Once);

        var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, CallEffect.Read));

        Assert.Equal(("unheard", "req-1"), (error.ProviderCode, error.RequestId));
        Assert.Equal(256, error.ProviderMessage!.Length);
        Assert.StartsWith("line1 line2", error.ProviderMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("unheard", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_followed_only_below_the_providers_own_address()
    {
        using var provider = new FakeProvider();
        using var http = provider.Connect();
        Assert.Equal("users?page=2", http.PathOfLink("https://api.fake.example/v1/users?page=2", "List").Value);
        Assert.Equal("users?page=2", http.PathOfLink("/v1/users?page=2", "List").Value);
        foreach (var link in new[] { "https://evil.example/v1/x", "//evil.example/v1/x", "https://api.fake.example/v2/x", "/v1/../v2/x", "https://api.fake.example:444/v1/x", "https://u@api.fake.example/v1/x", "http://api.fake.example/v1/x", "https://api.fake.example.evil/v1/" })
            Assert.Equal(ProviderErrorKind.Protocol, Assert.Throws<ProviderException>(() => http.PathOfLink(link, "List")).Kind);
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Compressed(string encoding, ReadOnlySpan<byte> body)
    {
        var packed = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest),
            _ => new ZLibStream(packed, CompressionLevel.Fastest),
        })
        {
            packer.Write(body);
        }

        return FakeProvider.Answer(200, packed.ToArray(), also: response => response.Content.Headers.ContentEncoding.Add(encoding));
    }

    private sealed class InsideReader : IProviderErrorReader
    {
        private readonly CodeReader _inner = new();

        public bool LooksInsideSuccess => true;

        public ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body) => _inner.Read(statusCode, contentType, body);
    }
}
