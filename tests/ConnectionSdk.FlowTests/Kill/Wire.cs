using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.FlowTests.Kill;

/// <summary>
/// The wire between the application and the provider, cut at will. Every request arrives here whole; the provider gets nothing of it, half of it, or all,
/// and the application gets the answer only when it is still there.
/// </summary>
internal static partial class Wire
{
    /// <summary>Serves one request of a connection.</summary>
    /// <param name="provider">Where the provider is.</param>
    /// <param name="arriveAt">Told each point; true once the application has been killed there.</param>
    public static SocketScript Between(Uri provider, Func<string, Task<bool>> arriveAt) => async (connection, cancellationToken) =>
    {
        if (await connection.ReadRequestAsync(cancellationToken) is not { IsComplete: true } request)
        {
            return;
        }

        var call = $"{request.Method} {Ids().Replace(request.Path, "/*")}";
        var head = Head(request, provider);
        if (await arriveAt($"{call}: before"))
        {
            return;
        }

        if (await arriveAt($"{call}: half"))
        {
            await ForwardAsync(provider, request.Body.Length > 0 ? [.. head, .. request.Body.AsSpan(0, request.Body.Length / 2)] : head[..(head.Length / 2)], isWhole: false);
            return;
        }

        // The process is dead before the provider acts, or dies with the answer unread: for the provider it is the same, and it must be for the user.
        var isDead = await arriveAt($"{call}: sent");
        var answer = await ForwardAsync(provider, [.. head, .. request.Body], isWhole: true);
        if (!isDead && !await arriveAt($"{call}: answered"))
        {
            await connection.SendAsync(answer, cancellationToken);
        }
    };

    /// <summary>Sends and reads to the end, which is when the provider is done with it.</summary>
    private static async Task<byte[]> ForwardAsync(Uri provider, byte[] bytes, bool isWhole)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(provider.Host, provider.Port);
        await using var stream = new NetworkStream(socket);
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(bytes);
            if (!isWhole)
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            await stream.CopyToAsync(answer);
        }
        catch (Exception cut) when (cut is IOException or SocketException)
        {
            // The provider does not wait for the rest of half a request.
        }

        return answer.ToArray();
    }

    private static byte[] Head(RecordedRequest request, Uri provider)
    {
        var head = new StringBuilder($"{request.Method} {request.Path}{(request.Query.Length > 0 ? "?" : "")}{request.Query} HTTP/1.1\r\nHost: {provider.Authority}\r\nConnection: close\r\n");
        foreach (var (name, value) in request.Headers.Where(header => !header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    [GeneratedRegex("/(?=[^/]*[0-9])(?!v[0-9]/|[0-9]\\.[0-9]/)[^/]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ids();
}
