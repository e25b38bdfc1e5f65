using System.Runtime.CompilerServices;
using ConnectionSdk.Diagnostics;
using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConnectionSdk;

/// <summary>The reconnect engine: everything about a repair that is the same for all providers.</summary>
public sealed class ReconnectFlow : IReconnectFlow
{
    private readonly ReconnectEngine _engine;
    private readonly TimeProvider _time;

    /// <summary>A flow over these providers.</summary>
    /// <param name="providers">The registered providers.</param>
    /// <param name="store">Where sessions live; null keeps them in memory.</param>
    /// <param name="revocations">Which users have withdrawn access; null keeps that in memory. Share it with the client.</param>
    /// <param name="options">The limits; null takes the defaults.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    /// <param name="logger">Receives what happens; null logs nothing.</param>
    /// <exception cref="ArgumentException">A limit is out of its range.</exception>
    public ReconnectFlow(
        ConnectionProviders providers,
        IReconnectSessionStore? store = null,
        IRevocationStore? revocations = null,
        ReconnectFlowOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<ReconnectFlow>? logger = null)
    {
        options ??= new ReconnectFlowOptions();
        if (new ReconnectFlowOptionsValidator().Validate(null, options) is { Failed: true } refused)
        {
            throw new ArgumentException(refused.FailureMessage, nameof(options));
        }

        _time = timeProvider ?? TimeProvider.System;
        _engine = new ReconnectEngine(
            providers,
            store ?? new InMemoryReconnectSessionStore(_time),
            revocations ?? new InMemoryRevocationStore(),
            options,
            _time,
            logger ?? NullLogger<ReconnectFlow>.Instance);
    }

    /// <inheritdoc/>
    public async Task<ReconnectSession> StartAsync(
        ConnectionRef connection,
        ReconnectOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using var operation = Operation.Start("reconnect.start", connection.Provider);
        try
        {
            return operation.Done(await _engine.StartAsync(connection, options ?? new ReconnectOptions(), cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (operation.Failed(exception))
        {
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ReconnectSession> ReplyAsync(ReconnectSessionId session, UserReply reply, CancellationToken cancellationToken = default)
    {
        var current = await _engine.LoadAsync(session, cancellationToken).ConfigureAwait(false);
        using var operation = Operation.Start("reconnect.reply", current.Connection.Provider);
        try
        {
            return operation.Done(await _engine.ReplyAsync(current, reply, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (operation.Failed(exception))
        {
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ReconnectSession> PollAsync(ReconnectSessionId session, CancellationToken cancellationToken = default)
    {
        var current = await _engine.LoadAsync(session, cancellationToken).ConfigureAwait(false);
        using var operation = Operation.Start("reconnect.poll", current.Connection.Provider);
        try
        {
            return operation.Done(await _engine.PollAsync(current, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (operation.Failed(exception))
        {
            throw;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReconnectSession> WatchAsync(
        ReconnectSessionId session,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        DateTimeOffset? pollAt;
        do
        {
            // Only the time is kept while waiting: thousands of watches may be parked.
            var current = await PollAsync(session, cancellationToken).ConfigureAwait(false);
            pollAt = current.Phase is ReconnectPhase.AwaitingUser or ReconnectPhase.Finished ? null : current.PollAt;
            yield return current;
            if (pollAt - _time.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
            }
        }
        while (pollAt is not null);
    }

    /// <inheritdoc/>
    public async Task<ReconnectSession> GetAsync(ReconnectSessionId session, CancellationToken cancellationToken = default)
    {
        var current = await _engine.LoadAsync(session, cancellationToken).ConfigureAwait(false);
        using var operation = Operation.Start("reconnect.get", current.Connection.Provider);
        try
        {
            return operation.Done(await _engine.WithLaunchAsync(current, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (operation.Failed(exception))
        {
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ReconnectSession> CancelAsync(ReconnectSessionId session, CancellationToken cancellationToken = default)
    {
        var current = await _engine.LoadAsync(session, cancellationToken).ConfigureAwait(false);
        using var operation = Operation.Start("reconnect.cancel", current.Connection.Provider);
        try
        {
            return operation.Done(await _engine.AbandonAsync(current, "cancelled", cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (operation.Failed(exception))
        {
            throw;
        }
    }
}
