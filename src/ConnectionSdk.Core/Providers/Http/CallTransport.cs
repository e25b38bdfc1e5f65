using System.Runtime.CompilerServices;

namespace ConnectionSdk.Providers;

/// <summary>Makes one attempt: breaker, timeout, credential, send, read, judge. Never throws for what a provider does; only the caller's cancellation comes out.</summary>
internal sealed class CallTransport(
    Func<HttpMessageHandler> handlers, IProviderErrorReader errors, CircuitBreaker breaker, ProviderHttpOptions options, TimeProvider time)
{
    private readonly DeadlinePool _deadlines = new(time);
    private Sender? _sender;

    /// <summary>Told when this attempt opened the breaker.</summary>
    public required Action BreakerOpened { get; init; }

    public TimeSpan Remaining(ProviderCallState state) => (state.Call.TotalTimeout * options.TimeoutFactor) - time.GetElapsedTime(state.Started);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Exchange> AttemptAsync(ProviderCallState state)
    {
        state.Caller.ThrowIfCancellationRequested();
        var call = state.Call;
        if (!breaker.TryEnter(call.Effect, out var probe, out var wait)) return new Exchange(FailureRules.HeldBack(call, wait));

        var timeout = call.AttemptTimeout * options.TimeoutFactor;
        var remaining = Remaining(state);
        if (remaining < timeout) timeout = remaining;
        if (timeout <= TimeSpan.Zero)
        {
            breaker.Release(probe);
            return new Exchange(FailureRules.FromTimeout(call, null));
        }

        state.Attempts++;
        var deadline = _deadlines.Rent(timeout);
        var link = state.Caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        var request = CreateRequest(state);
        HttpResponseMessage? response = null;
        byte[]? buffer = null;
        var length = 0;
        var sending = false;
        bool? failed = null;
        var clean = false;
        try
        {
            var use = state.Credential is null
                ? default
                : await state.Credential.ApplyAsync(request.Headers, deadline.Token).ConfigureAwait(false);
            var sender = GetSender();
            if (call.Rules.SentOnce) Guard(request);
            deadline.Token.ThrowIfCancellationRequested();
            sending = true;
            response = await sender.Invoker.SendAsync(request, deadline.Token).ConfigureAwait(false);

            var status = (int)response.StatusCode;
            var cap = AnswerRules.IsResult(call, status) ? call.MaxResponseBytes : AnswerRules.ErrorBytes;
            var announced = response.Content.Headers.ContentLength;
            var tooLarge = announced > cap;
            if (!tooLarge)
            {
                var stream = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
                stream = AnswerHeaders.Decompress(stream, response.Content);
                await using (stream.ConfigureAwait(false))
                {
                    // One byte more than announced, so that the end is seen without growing.
                    buffer = Exchange.Rent((int)Math.Min(announced ?? 4095, cap) + 1);
                    int read;
                    while ((read = await stream.ReadAsync(buffer.AsMemory(length), deadline.Token).ConfigureAwait(false)) > 0)
                    {
                        length += read;
                        if (length > cap)
                        {
                            tooLarge = true;
                            break;
                        }

                        if (length == buffer.Length) buffer = Grow(buffer, length, cap);
                    }
                }
            }

            if (!tooLarge) Echo.Mask(request, state.Body is null ? default : state.Body.Written.Span, status is < 200 or >= 300, errors.LooksInsideSuccess, call.QuestionsMember, buffer.AsSpan(0, length));
            var exchange = Judge(state, request, response, use, buffer, length, tooLarge);
            failed = exchange.Failure?.BlamesProvider ?? exchange.StatusCode >= 500;
            clean = true;
            if (exchange.Failure is null) buffer = null;
            return exchange;
        }
        catch (Exception) when (state.Caller.IsCancellationRequested)
        {
            throw new OperationCanceledException(state.Caller);
        }
        catch (ProviderException exception) when (!sending)
        {
            return new Exchange(FailureRules.NoCredential(call, exception));
        }
        catch (Exception) when (!sending && deadline.IsCancellationRequested)
        {
            return new Exchange(FailureRules.NoCredentialInTime(call));
        }
        catch (Exception exception) when (sending)
        {
            var failure = deadline.IsCancellationRequested ? FailureRules.FromTimeout(call, (int?)response?.StatusCode)
                : response is null ? FailureRules.FromSending(call, exception, request.Content)
                : FailureRules.FromReading(call, exception, (int)response.StatusCode);
            failed = failure.BlamesProvider;
            return new Exchange(failure);
        }
        finally
        {
            Exchange.Release(buffer, length);
            response?.Dispose();
            request.Dispose();
            await link.DisposeAsync().ConfigureAwait(false);
            _deadlines.Return(deadline, clean);
            if (failed is not { } verdict) breaker.Release(probe);
            else if (breaker.Record(verdict, probe)) BreakerOpened();
        }
    }

    private static HttpRequestMessage CreateRequest(ProviderCallState state)
    {
        var call = state.Call;
        var request = new HttpRequestMessage(call.Method, state.Address);
        if (state.Body is not null) request.Content = new WitnessedContent(state.Body.Written);
        else if (call.Method != HttpMethod.Get && call.Method != HttpMethod.Head) request.Content = new WitnessedContent(default);

        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        request.Headers.TryAddWithoutValidation("User-Agent", ProviderHttp.UserAgent);
        if (state.Headers is { } headers)
        {
            for (var i = 0; i < headers.Count; i++) request.Headers.TryAddWithoutValidation(headers[i].Key, headers[i].Value);
        }

        // A GET without a mark passes the guard anyway (the mark is a dictionary, 0.2 KB), unless this call is made inside a guarded one.
        if (!call.Rules.SentOnce && (request.Content is not null || SendPermit.Current is not null)) request.Options.Set(SendPermit.Key, SendPermit.Unlimited);
        return request;
    }

    private static void Guard(HttpRequestMessage request)
    {
        var permit = new SendPermit();
        request.Options.Set(SendPermit.Key, permit);
        SendPermit.Current = permit;
    }

    private static byte[] Grow(byte[] buffer, int length, int cap)
    {
        var larger = Exchange.Rent((int)Math.Min((long)length * 2, cap + 1L));
        buffer.AsSpan(0, length).CopyTo(larger);
        Exchange.Release(buffer, length);
        return larger;
    }

    private Exchange Judge(
        ProviderCallState state, HttpRequestMessage request, HttpResponseMessage response, CredentialUse use, byte[]? buffer, int length, bool tooLarge)
    {
        var call = state.Call;
        var status = (int)response.StatusCode;
        var success = status is >= 200 and < 300;
        var isResult = AnswerRules.IsResult(call, status);
        if (tooLarge && isResult) return new Exchange(FailureRules.TooLarge(call, status));

        var requestId = AnswerHeaders.RequestId(response);
        if (Echo.IsIn(request, requestId)) requestId = null;
        var retryAfter = status == 200 && !errors.LooksInsideSuccess ? null : AnswerHeaders.RetryAfter(response, time);
        var answer = new Exchange(status, buffer, tooLarge ? 0 : length, requestId, retryAfter);
        var contentType = AnswerHeaders.Raw(response.Content.Headers, "Content-Type");
        if (isResult)
        {
            var refusal = AnswerRules.Refuse(answer.Body, contentType, state.ExpectsBody);
            if (refusal is not null && success) return new Exchange(FailureRules.Malformed(call, status, refusal, RetryClass.NotJson));
            if (refusal is null && (!success || !errors.LooksInsideSuccess)) return answer;
        }

        var error = AnswerRules.ReadError(errors, status, contentType, answer.Body);
        if (error is null && success) return answer;

        var dropped = error is not null && state.Credential is not null && state.Credential.Invalidate(use, status, error);
        return new Exchange(FailureRules.FromStatus(call, status, error, requestId, retryAfter, dropped));
    }

    private Sender GetSender()
    {
        var handler = handlers();
        var sender = _sender;
        if (sender is null || !ReferenceEquals(sender.Handler, handler))
            _sender = sender = new Sender(handler, new HttpMessageInvoker(handler, disposeHandler: false));
        return sender;
    }

    private sealed record Sender(HttpMessageHandler Handler, HttpMessageInvoker Invoker);
}
