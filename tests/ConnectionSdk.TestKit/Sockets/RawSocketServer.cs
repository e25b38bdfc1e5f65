using System.Net;
using System.Net.Sockets;

namespace ConnectionSdk.TestKit;

/// <summary>
/// A TCP server on loopback that does to each connection exactly what a script says, byte by byte. It records every request it read,
/// also those the runtime replays beneath the client, which an HTTP server would hide.
/// </summary>
public sealed class RawSocketServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<Task> _connections = [];
    private readonly SocketScript[] _scripts;
    private readonly Task _accepting;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RawSocketServer(SocketScript[] scripts)
    {
        _scripts = scripts;
        _listener.Start();
        BaseAddress = new Uri($"http://{_listener.LocalEndpoint}/");
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>How many connections were accepted.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Every request read so far, over all connections. A request is here before its script goes on.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Starts listening. The first connection runs the first script, and so on; the last script serves all later ones.</summary>
    public static RawSocketServer Start(params SocketScript[] scripts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(scripts.Length, nameof(scripts));
        return new RawSocketServer(scripts);
    }

    /// <summary>Waits until <paramref name="count"/> requests were read.</summary>
    /// <exception cref="TimeoutException">30 seconds of real time went by.</exception>
    public async Task WaitForRequestsAsync(int count, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_requests.Count >= count)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(Patience, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Waits until every accepted connection has ended: then nothing more can arrive from a client that was disposed.</summary>
    /// <exception cref="TimeoutException">30 seconds of real time went by.</exception>
    public Task WaitForConnectionsToEndAsync(CancellationToken cancellationToken = default)
    {
        Task[] connections;
        lock (_gate)
        {
            connections = [.. _connections];
        }

        return Task.WhenAll(connections).WaitAsync(Patience, TimeProvider.System, cancellationToken);
    }

    /// <summary>Cuts what is still open and reports what a script threw.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await WaitForConnectionsToEndAsync();
        _stop.Dispose();
    }

    internal void Record(RecordedRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                socket.NoDelay = true;
                lock (_gate)
                {
                    var number = _connections.Count + 1;
                    _connections.Add(ServeAsync(new RawConnection(this, socket, number), _scripts[Math.Min(number, _scripts.Length) - 1]));
                }
            }
        }
        catch (Exception ending) when (ending is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The server was disposed.
        }
    }

    private async Task ServeAsync(RawConnection connection, SocketScript script)
    {
        using (connection)
        {
            try
            {
                await Task.Yield();
                await script(connection, _stop.Token);
            }
            catch (Exception ending) when (ending is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The client went away, or the server was disposed: both are ordinary ends of a connection.
            }
        }
    }
}
