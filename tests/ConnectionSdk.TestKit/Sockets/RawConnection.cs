using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ConnectionSdk.TestKit;

/// <summary>One accepted connection, in the hands of a <see cref="SocketScript"/>.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly RawSocketServer _server;
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly byte[] _buffer = new byte[8192];
    private int _start;
    private int _end;
    private int _requestsRead;

    internal RawConnection(RawSocketServer server, Socket socket, int number)
    {
        _server = server;
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        Number = number;
    }

    /// <summary>Counted from 1 in the order of acceptance.</summary>
    public int Number { get; }

    /// <summary>Reads one request whole and records it; null when the client closed instead of sending one.</summary>
    public async Task<RecordedRequest?> ReadRequestAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { } requestLine)
        {
            return null;
        }

        var headers = new List<KeyValuePair<string, string>>();
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(KeyValuePair.Create(line[..colon], line[(colon + 1)..].Trim()));
        }

        var (body, isComplete) = await ReadBodyAsync(headers, cancellationToken);
        var target = requestLine.Split(' ')[1];
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var request = new RecordedRequest
        {
            Method = requestLine.Split(' ')[0],
            Path = query < 0 ? target : target[..query],
            Query = query < 0 ? "" : target[(query + 1)..],
            Headers = headers,
            Body = body,
            IsComplete = isComplete,
            ConnectionNumber = Number,
            OnReusedConnection = _requestsRead++ > 0,
        };
        _server.Record(request);
        return request;
    }

    public Task SendAsync(string text, CancellationToken cancellationToken) => SendAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await _stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Ends the connection with a TCP reset, so that the client sees neither an answer nor an orderly end.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public void Dispose() => _stream.Dispose();

    private async Task<(byte[] Body, bool IsComplete)> ReadBodyAsync(List<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var isChunked = Find("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) ?? false;
        var isComplete = isChunked
            ? await ReadChunksAsync(body, cancellationToken)
            : await CopyAsync(body, long.Parse(Find("Content-Length") ?? "0", CultureInfo.InvariantCulture), cancellationToken);
        return (body.ToArray(), isComplete);

        string? Find(string name) => headers.Find(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
    }

    private async Task<bool> ReadChunksAsync(MemoryStream body, CancellationToken cancellationToken)
    {
        while (await ReadLineAsync(cancellationToken) is { } sizeLine)
        {
            var size = long.Parse(sizeLine.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (!await CopyAsync(body, size, cancellationToken) || await ReadLineAsync(cancellationToken) is null)
            {
                return false;
            }

            if (size == 0)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> CopyAsync(MemoryStream body, long length, CancellationToken cancellationToken)
    {
        for (var left = length; left > 0;)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return false;
            }

            var count = (int)Math.Min(left, _end - _start);
            await body.WriteAsync(_buffer.AsMemory(_start, count), cancellationToken);
            _start += count;
            left -= count;
        }

        return true;
    }

    /// <summary>One line without its end; null when the client closed before it was whole.</summary>
    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (_start < _end || await FillAsync(cancellationToken))
        {
            var next = (char)_buffer[_start++];
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(next);
        }

        return null;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await _stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
