using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConnectionSdk.Providers;

/// <summary>
/// Sends every call to one provider for one tenant: deadline, retries by effect, breaker, credential, size caps, typed errors.
/// Adapters call nothing else. Safe for concurrent use; share one per registration.
/// </summary>
public sealed class ProviderHttp : IDisposable
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly Uri _baseAddress;
    private readonly string _baseText;
    private readonly TimeProvider _time;
    private readonly CallTransport _transport;
    private readonly CallRepeater _repeater;
    private readonly CallReporter _reporter;
    private readonly RetryBudget _budget;
    private readonly CircuitBreaker _breaker;
    private readonly HttpMessageHandler? _ownHandler;

    /// <summary>In ticks of UTC; zero for never.</summary>
    private long _credentialRefusedAt;

    // Not public: a chain whose innermost handler is not SendOnceHandler would undo the promise that input is sent once.
    internal ProviderHttp(
        string provider,
        string? tenant,
        Uri baseAddress,
        Func<HttpMessageHandler> handlers,
        IProviderErrorReader errors,
        ProviderHttpOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        ArgumentNullException.ThrowIfNull(baseAddress);
        ArgumentNullException.ThrowIfNull(handlers);
        ArgumentNullException.ThrowIfNull(errors);
        options ??= new ProviderHttpOptions();
        if (ProviderAddress.Refuse(baseAddress, options) is { } refusal)
            throw new ProviderException(ProviderErrorKind.Configuration, provider, "Configure", $"{provider}: {refusal}") { Tenant = tenant, MayHaveBeenSent = false };

        Provider = provider;
        Tenant = tenant;
        _baseText = baseAddress.AbsoluteUri.EndsWith('/') ? baseAddress.AbsoluteUri : baseAddress.AbsoluteUri + "/";
        _baseAddress = new Uri(_baseText);
        _time = timeProvider ?? TimeProvider.System;
        _reporter = new CallReporter(provider, tenant, logger ?? NullLogger.Instance, _time);
        _budget = new RetryBudget(options.RetryBudget);
        _breaker = new CircuitBreaker(options, _time);
        _transport = new CallTransport(handlers, errors, _breaker, options, _time)
        {
            BreakerOpened = () => _reporter.BreakerOpened(options.BreakerPause),
        };
        _repeater = new CallRepeater(_transport, options, _budget, _reporter, _time);
    }

    private ProviderHttp(
        string provider, string? tenant, Uri baseAddress, HttpMessageHandler ownHandler, IProviderErrorReader errors,
        ProviderHttpOptions? options, TimeProvider? timeProvider, ILogger? logger)
        : this(provider, tenant, baseAddress, () => ownHandler, errors, options, timeProvider, logger) => _ownHandler = ownHandler;

    /// <summary>The provider's name.</summary>
    public string Provider { get; }

    /// <summary>The tenant (named registration), or null.</summary>
    public string? Tenant { get; }

    internal const string LogCategory = "ConnectionSdk.Http";

    /// <summary>How this sender's own calls have fared.</summary>
    public ProviderHealth Health => new(
        _breaker.IsOpen,
        Interlocked.Read(ref _credentialRefusedAt) is var refused and not 0 ? new DateTimeOffset(refused, TimeSpan.Zero) : null);

    internal static string UserAgent { get; } = "ConnectionSdk/" + (typeof(ProviderHttp).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>Builds everything without a container. Dispose the result to close its connections.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="tenant">The tenant, or null.</param>
    /// <param name="baseAddress">Where the provider is; https.</param>
    /// <param name="errors">Reads the provider's error envelope.</param>
    /// <param name="options">How calls behave when things go wrong; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="loggers">Where to log, under the category <c>ConnectionSdk.Http</c>; null for nowhere.</param>
    /// <param name="primary">What really sends, for tests; null for the network.</param>
    /// <returns>The sender.</returns>
    /// <exception cref="ProviderException">Kind Configuration: the address is refused, and why.</exception>
    public static ProviderHttp Create(
        string provider,
        string? tenant,
        Uri baseAddress,
        IProviderErrorReader errors,
        ProviderHttpOptions? options = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggers = null,
        HttpMessageHandler? primary = null) =>
        new(
            provider,
            tenant,
            baseAddress,
            new SendOnceHandler(primary ?? ProviderHttpHandlers.CreateSockets()),
            errors,
            options,
            timeProvider,
            loggers?.CreateLogger(LogCategory));

    /// <summary>Sends a call and reads its JSON answer.</summary>
    /// <typeparam name="T">The wire type of the answer.</typeparam>
    /// <param name="call">The endpoint.</param>
    /// <param name="path">The filled-in path.</param>
    /// <param name="answer">The source-generated description of the answer, from a context made with <see cref="ProviderJson.CreateOptions"/>.</param>
    /// <param name="body">The request body; null sends content of zero length (nothing for GET).</param>
    /// <param name="credential">What to authenticate with; null for nothing.</param>
    /// <param name="headers">Further headers of this call.</param>
    /// <param name="cancellationToken">Ends the call; passes through as <see cref="OperationCanceledException"/>.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ProviderException">The call failed; every failure of the provider, the network and the answer comes as this.</exception>
    public async ValueTask<ProviderResponse<T>> SendAsync<T>(
        ProviderCall call,
        ProviderPath path,
        JsonTypeInfo<T> answer,
        ProviderBody? body = null,
        CallCredential? credential = null,
        IReadOnlyList<KeyValuePair<string, string>>? headers = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(answer);
        ProviderJson.Check(answer.Options);
        cancellationToken.ThrowIfCancellationRequested();
        using var content = Write(body);
        var state = Begin(call, path, content, credential, headers, expectsBody: true, cancellationToken);

        var exchange = await _transport.AttemptAsync(state).ConfigureAwait(false);
        if (exchange.Failure is { } failure && _repeater.Applies(state, failure)) exchange = await _repeater.RepeatAsync(state, exchange).ConfigureAwait(false);
        if (exchange.Failure is { } final) throw Fail(state, final);

        T? value;
        try
        {
            value = JsonSerializer.Deserialize(exchange.Body, answer);
            if (value is null) throw new JsonException();
        }
        catch (Exception exception) when (AnswerRules.IsBadJson(exception))
        {
            // Not kept as the inner exception: its text can quote property names and values of the body.
            throw Fail(state, FailureRules.Malformed(call, exchange.StatusCode, $"{Where(exception)} ({AnswerRules.Fingerprint(exchange.Body)})."));
        }
        finally
        {
            exchange.Release();
        }

        Finish(state, exchange);
        return new ProviderResponse<T>(exchange.StatusCode, value, exchange.RequestId) { RetryAfter = exchange.RetryAfter };
    }

    /// <summary>Sends a call whose answer has no body worth reading.</summary>
    /// <param name="call">The endpoint.</param>
    /// <param name="path">The filled-in path.</param>
    /// <param name="body">The request body; null sends content of zero length (nothing for GET).</param>
    /// <param name="credential">What to authenticate with; null for nothing.</param>
    /// <param name="headers">Further headers of this call.</param>
    /// <param name="cancellationToken">Ends the call; passes through as <see cref="OperationCanceledException"/>.</param>
    /// <returns>The HTTP status.</returns>
    /// <exception cref="ProviderException">The call failed.</exception>
    public async ValueTask<int> SendAsync(
        ProviderCall call,
        ProviderPath path,
        ProviderBody? body = null,
        CallCredential? credential = null,
        IReadOnlyList<KeyValuePair<string, string>>? headers = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        using var content = Write(body);
        var state = Begin(call, path, content, credential, headers, expectsBody: false, cancellationToken);

        var exchange = await _transport.AttemptAsync(state).ConfigureAwait(false);
        if (exchange.Failure is { } failure && _repeater.Applies(state, failure)) exchange = await _repeater.RepeatAsync(state, exchange).ConfigureAwait(false);
        if (exchange.Failure is { } final) throw Fail(state, final);

        exchange.Release();
        Finish(state, exchange);
        return exchange.StatusCode;
    }

    /// <summary>Turns a link a provider put into an answer (next page, self) into a path; refuses one that leads elsewhere, where the credential must not go.</summary>
    /// <param name="link">The link, absolute or relative.</param>
    /// <param name="operation">The operation whose answer held it.</param>
    /// <returns>The path.</returns>
    /// <exception cref="ProviderException">Kind Protocol: the link is malformed or leads to another address.</exception>
    public ProviderPath PathOfLink(string? link, string operation)
    {
        if (Uri.TryCreate(_baseAddress, link, out var target)
            && target.UserInfo.Length == 0
            && target.AbsoluteUri.StartsWith(_baseText, StringComparison.Ordinal))
        {
            return ProviderPath.Literal(target.AbsoluteUri[_baseText.Length..]);
        }

        throw new ProviderException(
            ProviderErrorKind.Protocol, Provider, operation, $"{Provider} {operation}: a link in the answer leads to another address and was not followed.")
        {
            Tenant = Tenant,
        };
    }

    /// <summary>Closes the connections of a sender made by <see cref="Create"/>; handlers of a host are the host's.</summary>
    public void Dispose() => _ownHandler?.Dispose();

    private static BodyBuffer? Write(ProviderBody? body)
    {
        if (body is null || body.IsEmpty) return null;
        var buffer = new BodyBuffer();
        try
        {
            body.WriteTo(buffer);
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static string Where(Exception exception) => exception is JsonException { LineNumber: { } line, BytePositionInLine: { } position }
        ? $"It does not fit what is expected, line {line + 1}, byte {position}"
        : "It does not fit what is expected";

    private ProviderCallState Begin(
        ProviderCall call, ProviderPath path, BodyBuffer? content, CallCredential? credential,
        IReadOnlyList<KeyValuePair<string, string>>? headers, bool expectsBody, CancellationToken cancellationToken)
    {
        if (path.Value is not { } relative)
        {
            throw new ProviderException(
                ProviderErrorKind.InvalidRequest, Provider, call.Operation, $"{Provider} {call.Operation}: not sent, {path.Refusal ?? "no path was given."}")
            {
                Tenant = Tenant,
                MayHaveBeenSent = false,
            };
        }

        return new ProviderCallState(call, credential, headers, expectsBody)
        {
            Address = new Uri(string.Concat(_baseText, relative.AsSpan().TrimStart('/')), AsWritten),
            Started = _time.GetTimestamp(),
            Caller = cancellationToken,
            Body = content,
        };
    }

    private void Finish(ProviderCallState state, in Exchange exchange)
    {
        if (exchange.StatusCode < 500) _budget.Give(state.TokensSpent > 0 ? state.TokensSpent : 1);
        if (state.Credential is not null && Interlocked.Read(ref _credentialRefusedAt) != 0) Interlocked.Exchange(ref _credentialRefusedAt, 0);
        _reporter.Succeeded(state, exchange);
    }

    private ProviderException Fail(ProviderCallState state, CallFailure failure)
    {
        if (failure.Kind == ProviderErrorKind.CredentialRejected) Interlocked.Exchange(ref _credentialRefusedAt, _time.GetUtcNow().UtcTicks);
        _reporter.Failed(state, failure);
        return failure.ToException(Provider, Tenant, state.Call.Operation);
    }
}
