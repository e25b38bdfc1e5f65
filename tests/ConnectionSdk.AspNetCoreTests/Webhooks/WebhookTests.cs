using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.AspNetCoreTests.Webhooks;

/// <summary>Deliveries over real sockets: the bytes and header lines that arrive are the ones that are judged.</summary>
public sealed class WebhookTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Providers => ["aerosync", "powens", "powens/acme", "araucaria", "flinks"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_signed_delivery_is_taken_and_the_answer_says_nothing(string provider)
    {
        await using var bed = await HookHost.StartAsync();

        var answer = await bed.SendAsync(bed.Delivery(provider));

        Assert.Equal((200, ""), (answer.Status, answer.Body));
        Assert.NotEmpty(bed.Told.Events);
        Assert.All(bed.Told.Events, told => Assert.Equal(provider.Replace('/', '@'), told.Provider.ToString()));
        Assert.Equal((200, ""), ((await bed.SendAsync(bed.Delivery(provider))).Status, answer.Body));
        Assert.Single(bed.Told.Events.Select(told => told.DeduplicationKey).Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_changed_bit_is_refused(string provider)
    {
        await using var bed = await HookHost.StartAsync();
        var delivery = bed.Delivery(provider);
        delivery.Body[^2] ^= 1;

        var answer = await bed.SendAsync(delivery);

        Assert.Equal((401, ""), (answer.Status, answer.Body));
        Assert.Empty(bed.Told.Events);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_signature_header_that_comes_twice_is_refused(string provider)
    {
        await using var bed = await HookHost.StartAsync();
        var delivery = bed.Delivery(provider);

        // Over a socket: a client would put both values on one line.
        using var socket = new TcpClient();
        await socket.ConnectAsync(bed.Host.BaseAddress.Host, bed.Host.BaseAddress.Port);
        var stream = socket.GetStream();
        var lines = string.Concat(delivery.Headers.Append(delivery.Headers[0]).Select(header => $"{header.Key}: {header.Value}\r\n"));
        var head = $"POST {delivery.Path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {delivery.Body.Length}\r\n{lines}\r\n";
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. delivery.Body]);

        Assert.StartsWith("HTTP/1.1 401", await ReadToEndAsync(stream), StringComparison.Ordinal);
        Assert.Empty(bed.Told.Events);
    }

    [Fact]
    public async Task The_published_vectors_of_Powens_pass_under_their_paths()
    {
        var vector = JsonNode.Parse(Fixtures.Read("powens/webhook.signature-vectors.json"))!["vectors"]![1]!;
        var at = DateTimeOffset.Parse((string)vector["BI-Signature-Date"]!, CultureInfo.InvariantCulture);
        await using var bed = await HookHost.StartAsync(
            at,
            powens: options => options.WebhookPaths[(string)vector["endpoint"]!] = "CONNECTION_SYNCED");

        var answer = await bed.SendAsync(new HookDelivery(
            "/webhooks/powens",
            [new("BI-Signature", (string)vector["BI-Signature"]!), new("BI-Signature-Date", (string)vector["BI-Signature-Date"]!)],
            Encoding.UTF8.GetBytes((string)vector["payload"]!)));

        // The signature is right; the confirming read fails, because there is no Powens here, so Powens is asked to send it again.
        Assert.Equal(503, answer.Status);
    }

    [Fact]
    public async Task The_published_vectors_of_Araucaria_pass_and_fail_as_published()
    {
        var vectors = JsonNode.Parse(Fixtures.Read("araucaria/webhook.signature-vectors.json"))!["vectors"]!.AsArray()
            .Where(vector => (string)vector!["secret"]! == HookHost.AraucariaSecret);
        foreach (var vector in vectors)
        {
            await using var bed = await HookHost.StartAsync(DateTimeOffset.FromUnixTimeSeconds((long)vector!["now"]!));

            var answer = await bed.SendAsync(new HookDelivery(
                "/webhooks/araucaria", [new("Araucaria-Signature", (string)vector["header"]!)], Encoding.UTF8.GetBytes((string)vector["body"]!)));

            // What is well signed is read again at the provider, which is not there; what is not is refused at once.
            var isSigned = (string)vector["expected"]! is "valid" or "timestamp_outside_tolerance";
            Assert.Equal(isSigned, answer.Status is 200 or 503);
            Assert.Equal(!isSigned, answer.Status == 401);
        }
    }

    [Fact]
    public async Task The_published_vectors_of_Flinks_pass()
    {
        await using var bed = await HookHost.StartAsync();
        foreach (var vector in JsonNode.Parse(Fixtures.Read("flinks/webhook.signature-vectors.json"))!["vectors"]!.AsArray()
            .Where(vector => vector!["bodyFile"] is not { } file || Fixtures.All("flinks").Contains($"flinks/{file}", StringComparer.Ordinal)))
        {
            var body = vector!["bodyFile"] is { } file ? Fixtures.ReadBytes($"flinks/{file}") : Encoding.UTF8.GetBytes((string)vector["body"]!);
            var answer = await bed.SendAsync(new HookDelivery("/webhooks/flinks", [new((string)vector["header"]!, (string)vector["signature"]!)], body));

            Assert.NotEqual(401, answer.Status);
        }
    }

    [Fact]
    public async Task Powens_signs_the_path_it_called_with_the_base_in_front()
    {
        await using var bed = await HookHost.StartAsync(pathBase: "/app");

        Assert.Equal(200, (await bed.SendAsync(bed.Powens("/app/webhooks/powens"))).Status);
        Assert.Equal(401, (await bed.SendAsync(bed.Powens("/app/webhooks/powens", signedPath: "/webhooks/powens"))).Status);
    }

    [Theory]
    [InlineData("/webhooks/plaid")]
    [InlineData("/webhooks/powens/other")]
    [InlineData("/webhooks")]
    public async Task Another_address_does_not_exist(string path)
    {
        await using var bed = await HookHost.StartAsync();

        Assert.Equal(404, (await bed.SendAsync(bed.Delivery("flinks") with { Path = path })).Status);
    }

    [Fact]
    public async Task The_address_decides_the_provider_and_not_the_content()
    {
        await using var bed = await HookHost.StartAsync();

        Assert.Equal(401, (await bed.SendAsync(bed.Delivery("flinks") with { Path = "/webhooks/aerosync" })).Status);
        Assert.Equal(401, (await bed.SendAsync(bed.Delivery("powens") with { Path = "/webhooks/powens/acme" })).Status);
    }

    [Fact]
    public async Task A_body_that_says_it_is_too_large_is_not_read()
    {
        await using var bed = await HookHost.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(bed.Host.BaseAddress.Host, bed.Host.BaseAddress.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync("POST /webhooks/aerosync HTTP/1.1\r\nHost: x\r\nContent-Length: 262145\r\n\r\n"u8.ToArray());

        // Nothing of the body is sent: an answer proves that it was not waited for.
        var answer = await ReadToEndAsync(stream);

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_an_end_is_cut_off_at_the_limit()
    {
        await using var bed = await HookHost.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(bed.Host.BaseAddress.Host, bed.Host.BaseAddress.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync("POST /webhooks/aerosync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        var answer = ReadToEndAsync(stream);
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string('x', 65536) + "\r\n");
        var sent = 0L;
        try
        {
            while (!answer.IsCompleted && sent < 512L * 1024 * 1024)
            {
                await stream.WriteAsync(chunk);
                sent += chunk.Length;
            }
        }
        catch (IOException)
        {
            // Closed by the server: that is what is wanted.
        }

        Assert.StartsWith("HTTP/1.1 413", await answer, StringComparison.Ordinal);

        // The limit is 256 KiB; the rest lies in the buffers of the two sockets.
        Assert.InRange(sent, 256 * 1024, 64L * 1024 * 1024);
    }

    [Fact]
    public async Task The_largest_delivery_that_is_allowed_is_read_though_the_server_would_allow_less()
    {
        await using var bed = await HookHost.StartAsync();
        var body = new byte[31 * 1024 * 1024];
        Array.Fill(body, (byte)' ');
        "{}"u8.CopyTo(body);

        // 31 MiB is above the server's own limit of 30 MB and below that of Flinks.
        var answer = await bed.SendAsync(bed.Flinks(body));

        Assert.NotEqual(413, answer.Status);
        Assert.NotEqual(401, answer.Status);
    }

    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var copy = new MemoryStream();
        var block = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(block, patience.Token)) > 0)
            {
                await copy.WriteAsync(block.AsMemory(0, read));
            }
        }
        catch (IOException)
        {
            // A reset after the answer.
        }

        return Encoding.ASCII.GetString(copy.ToArray());
    }
}
