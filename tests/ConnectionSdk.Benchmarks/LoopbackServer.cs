using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConnectionSdk.Benchmarks;

/// <summary>Answers every request on loopback with the same bytes; allocates nothing per request, so that only the client is measured.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _reply;

    public LoopbackServer(byte[] body)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 02 Mar 2026 08:00:00 GMT\r\nContent-Length: {body.Length}\r\n\r\n");
        _reply = [.. Encoding.ASCII.GetBytes(head), .. body];
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}/2.0/");

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.AcceptSocket();
                socket.NoDelay = true;
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // The listener was disposed: the run is over.
        }
    }

    private void Serve(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[8192];
            var length = 0;
            while (true)
            {
                var read = socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None);
                if (read == 0)
                {
                    return;
                }

                length += read;
                if (buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
                {
                    socket.Send(_reply);
                    length = 0;
                }
            }
        }
    }
}
