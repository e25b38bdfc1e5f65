using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ConnectionSdk.TestKit;

/// <summary>The ways in which a server or the network between can misbehave, ready for <see cref="RawSocketServer.Start"/>.</summary>
public static class SocketScripts
{
    private const int Mebibyte = 1024 * 1024;

    /// <summary>Behaves: answers every request on the connection with <paramref name="reply"/> and keeps it open.</summary>
    public static SocketScript Answer(StubReply reply) => async (connection, cancellationToken) =>
    {
        while (await connection.ReadRequestAsync(cancellationToken) is not null)
        {
            await connection.SendAsync(Bytes(reply), cancellationToken);
        }
    };

    /// <summary>Reads a request and closes in good order without a byte of answer.</summary>
    public static SocketScript CloseBeforeAnswer() => (connection, cancellationToken) => connection.ReadRequestAsync(cancellationToken);

    /// <summary>
    /// Reads the request (which is when its effect happens on the server), sends <paramref name="partialReply"/> if there is one, and
    /// resets the connection: the client cannot know what became of it.
    /// </summary>
    public static SocketScript CommitThenReset(string partialReply = "") => async (connection, cancellationToken) =>
    {
        await connection.ReadRequestAsync(cancellationToken);
        await connection.SendAsync(partialReply, cancellationToken);
        connection.Reset();
    };

    /// <summary>Answers the first request and keeps the connection open; reads the next one on it and closes without an answer.</summary>
    public static SocketScript AnswerThenCloseOnReuse(StubReply reply) => async (connection, cancellationToken) =>
    {
        await connection.ReadRequestAsync(cancellationToken);
        await connection.SendAsync(Bytes(reply), cancellationToken);
        await connection.ReadRequestAsync(cancellationToken);
    };

    /// <summary>Announces the whole body, sends its first <paramref name="bytesSent"/> bytes and closes.</summary>
    public static SocketScript PartialBody(StubReply reply, int bytesSent) => Once(async (connection, cancellationToken) =>
    {
        await connection.SendAsync(Head(reply, $"Content-Length: {reply.Body.Length}"), cancellationToken);
        await connection.SendAsync(reply.Body[..bytesSent], cancellationToken);
    });

    /// <summary>Sends chunks of white space, which JSON allows, until the client gives up.</summary>
    public static SocketScript EndlessBody() => Once(async (connection, cancellationToken) =>
    {
        await connection.SendAsync(Head(StubReply.Json(""), "Transfer-Encoding: chunked"), cancellationToken);
        var chunk = Encoding.Latin1.GetBytes($"4000\r\n{new string(' ', 0x4000)}\r\n");
        while (true)
        {
            await connection.SendAsync(chunk, cancellationToken);
        }
    });

    /// <summary>Sends the answer one byte at a time, waiting for <paramref name="pace"/> before each.</summary>
    public static SocketScript Drip(StubReply reply, Func<CancellationToken, Task> pace) => Once(async (connection, cancellationToken) =>
    {
        var bytes = Bytes(reply);
        for (var i = 0; i < bytes.Length; i++)
        {
            await pace(cancellationToken);
            await connection.SendAsync(bytes.AsMemory(i, 1), cancellationToken);
        }
    });

    /// <summary>Sends the answer one byte per <paramref name="interval"/> of <paramref name="clock"/>.</summary>
    public static SocketScript Drip(StubReply reply, TimeSpan interval, TimeProvider clock) =>
        Drip(reply, cancellationToken => Task.Delay(interval, clock, cancellationToken));

    /// <summary>Sends a small gzip body that unpacks to <paramref name="mebibytes"/> MiB of white space.</summary>
    public static SocketScript GzipBomb(int mebibytes) =>
        Answer(new StubReply { ContentType = "application/json", Body = Bomb(mebibytes) }.WithHeader("Content-Encoding", "gzip"));

    /// <summary>Answers with a redirect, 307 and 308 asking the client to send the same body there.</summary>
    public static SocketScript Redirect(Uri location, int status = 307) =>
        Answer(StubReply.Empty(status).WithHeader("Location", location.AbsoluteUri));

    /// <summary>Answers with something that is not HTTP.</summary>
    public static SocketScript MalformedStatusLine() => Once((connection, cancellationToken) =>
        connection.SendAsync("HTTP/one.one TWO HUNDRED\r\n\r\n", cancellationToken));

    /// <summary>The whole answer as it goes over the wire, connection kept alive.</summary>
    public static byte[] Bytes(StubReply reply) =>
        [.. Encoding.Latin1.GetBytes(Head(reply, $"Content-Length: {reply.Body.Length}")), .. reply.Body.Span];

    private static SocketScript Once(SocketScript afterRequest) => async (connection, cancellationToken) =>
    {
        if (await connection.ReadRequestAsync(cancellationToken) is not null)
        {
            await afterRequest(connection, cancellationToken);
        }
    };

    private static string Head(StubReply reply, string framing)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Status\r\n{framing}\r\n");
        if (reply.ContentType is { } contentType)
        {
            head.Append("Content-Type: ").Append(contentType).Append("\r\n");
        }

        foreach (var (name, value) in reply.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    private static byte[] Bomb(int mebibytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            var blank = new byte[Mebibyte];
            Array.Fill(blank, (byte)' ');
            for (var i = 0; i < mebibytes; i++)
            {
                gzip.Write(blank);
            }
        }

        return packed.ToArray();
    }
}
