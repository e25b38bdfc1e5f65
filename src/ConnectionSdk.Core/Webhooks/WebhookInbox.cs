using System.Globalization;
using System.Security.Cryptography;
using ConnectionSdk.Diagnostics;
using ConnectionSdk.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk;

/// <summary>Cap, verify, read, judge freshness, de-duplicate; then <see cref="WebhookJudge"/> orders and confirms, and the handlers are called.</summary>
internal sealed class WebhookInbox(
    ConnectionProviders providers,
    IRevocationStore revocations,
    IWebhookStore store,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<WebhookInbox> logger) : IWebhookInbox
{
    private const int MaxIdLength = 128;

    /// <summary>Longer than any handler should take: a second delivery meanwhile is turned away, not dealt with twice.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly WebhookJudge _judge = new(revocations, store, time, logger);

    // Events of one connection are judged and handled one after the other, so that a handler sees them in the order they were judged in.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1, 1))];

    public async Task<WebhookResult> ReceiveAsync(ProviderId provider, WebhookRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var registration = providers.Get(provider);
        using var operation = Operation.Start("webhook.receive", provider);
        WebhookResult result;
        try
        {
            result = await TakeAsync(registration, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (operation.Failed(exception))
        {
            throw;
        }

        SdkInstruments.Webhooks.Add(
            1,
            new KeyValuePair<string, object?>(ConnectionSdkDiagnostics.ProviderTag, provider.Name),
            new KeyValuePair<string, object?>(ConnectionSdkDiagnostics.OutcomeTag, result.Verdict.ToString()));
        if (result.Reason is null)
        {
            WebhookLog.Taken(logger, provider.ToString(), result.Verdict, result.Events.Count);
        }
        else
        {
            WebhookLog.Refused(logger, provider.ToString(), result.Verdict, result.Reason);
        }

        return operation.Done(result);
    }

    private async Task<WebhookResult> TakeAsync(ConnectionProvider provider, WebhookRequest request, CancellationToken cancellationToken)
    {
        if (provider.Webhooks is not { } webhooks)
        {
            return Refuse(WebhookVerdict.BadSignature, "This provider sends no webhooks.");
        }

        if (request.Body.Length > webhooks.MaxBodyBytes)
        {
            return Refuse(WebhookVerdict.TooLarge, "The body is larger than this provider's deliveries are.");
        }

        WebhookProof proof;
        try
        {
            proof = await webhooks.VerifyAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            WebhookLog.Failed(logger, provider.Id.ToString(), "verification", exception.GetType().Name);
            return Refuse(WebhookVerdict.Retry, "Verification failed on this side.");
        }

        if (!proof.IsAcceptable)
        {
            return Refuse(WebhookVerdict.BadSignature, proof.Reason);
        }

        if (Read(provider, webhooks, request, proof) is not { } message)
        {
            return Refuse(WebhookVerdict.Malformed, "The delivery cannot be read.") with { SignatureValid = proof.IsSigned };
        }

        var delivery = new Delivery(provider, webhooks, request, proof, message, KeyOf(request, proof, message), time.GetUtcNow());
        return await TakeOnceAsync(delivery, cancellationToken).ConfigureAwait(false);
    }

    private async Task<WebhookResult> TakeOnceAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var id = delivery.Provider.Id;
        var result = new WebhookResult
        {
            Verdict = delivery.IsStale ? WebhookVerdict.Stale : WebhookVerdict.Accepted,
            SignatureValid = delivery.Proof.IsSigned,
            DeduplicationKey = delivery.Key,
        };
        var isOurs = false;
        try
        {
            var mark = await store.BeginAsync(id, delivery.Key, Lease, cancellationToken).ConfigureAwait(false);
            if (mark != WebhookMark.New)
            {
                return mark == WebhookMark.Done
                    ? result with { Verdict = WebhookVerdict.Duplicate }
                    : result with { Verdict = WebhookVerdict.Retry, Reason = "The same delivery is being dealt with." };
            }

            isOurs = true;
            var events = new List<ConnectionEvent>();
            foreach (var reported in delivery.Message.Events)
            {
                await DealAsync(delivery, reported, events, cancellationToken).ConfigureAwait(false);
            }

            await store.CompleteAsync(id, delivery.Key, delivery.Webhooks.RememberFor, cancellationToken).ConfigureAwait(false);
            isOurs = false;
            return result with { Events = events };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            WebhookLog.Failed(logger, id.ToString(), "handling", exception.GetType().Name);
            return result with { Verdict = WebhookVerdict.Retry, Reason = "Dealing with it failed." };
        }
        finally
        {
            if (isOurs)
            {
                await ReleaseAsync(id, delivery.Key).ConfigureAwait(false);
            }
        }
    }

    private async Task DealAsync(Delivery delivery, ConnectionEvent reported, List<ConnectionEvent> events, CancellationToken cancellationToken)
    {
        var gate = reported.Connection is { } connection
            ? _gates[(uint)HashCode.Combine(connection.Provider, connection.ConnectionId) % (uint)_gates.Length]
            : null;
        if (gate is not null)
        {
            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var whole = reported with { ReceivedAt = delivery.ReceivedAt, DeduplicationKey = delivery.Key, Payload = delivery.Request.Body };
            var judged = await _judge
                .JudgeAsync(delivery.Provider, whole, delivery.IsBelieved, delivery.Message.NeedsRead, cancellationToken).ConfigureAwait(false);
            if (judged is not null)
            {
                await HandleAsync(judged, cancellationToken).ConfigureAwait(false);
                events.Add(judged);
            }
        }
        finally
        {
            gate?.Release();
        }
    }

    /// <summary>Calls every handler, whatever the others do; fails when one of them did.</summary>
    private async Task HandleAsync(ConnectionEvent judged, CancellationToken cancellationToken)
    {
        var failed = 0;
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            foreach (var handler in scope.ServiceProvider.GetServices<IConnectionEventHandler>())
            {
                try
                {
                    await handler.HandleAsync(judged, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    failed++;
                    WebhookLog.Failed(logger, judged.Provider.ToString(), handler.GetType().Name, exception.GetType().Name);
                }
            }
        }

        if (failed > 0)
        {
            throw new ConnectionSdkException($"{failed} handlers of webhooks failed.");
        }
    }

    private async Task ReleaseAsync(ProviderId provider, string key)
    {
        try
        {
            // The caller may have gone; the mark must be taken back all the same.
            await store.ReleaseAsync(provider, key, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            WebhookLog.Failed(logger, provider.ToString(), "release", exception.GetType().Name);
        }
    }

    private WebhookMessage? Read(ConnectionProvider provider, ProviderWebhooks webhooks, WebhookRequest request, WebhookProof proof)
    {
        try
        {
            return webhooks.Read(request, proof);
        }
        catch (Exception exception)
        {
            WebhookLog.Failed(logger, provider.Id.ToString(), "reading", exception.GetType().Name);
            return null;
        }
    }

    /// <summary>The provider's id, else the bytes. A path counts only when it is signed: with another one, a replay would look new.</summary>
    private static string KeyOf(WebhookRequest request, WebhookProof proof, WebhookMessage message)
    {
        // An id that nobody signed could be sent ahead by anybody, to have the real delivery taken for its repetition.
        if (proof.IsSigned && message.Id is { Length: > 0 and <= MaxIdLength } id)
        {
            return string.Create(CultureInfo.InvariantCulture, $"id:{id}");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(proof.Path ?? ""));
        hash.AppendData(request.Body.Span);
        return $"sha256:{Convert.ToHexString(hash.GetHashAndReset())}";
    }

    private static WebhookResult Refuse(WebhookVerdict verdict, string? reason) => new() { Verdict = verdict, Reason = reason ?? "Refused." };

    private sealed record Delivery(
        ConnectionProvider Provider,
        ProviderWebhooks Webhooks,
        WebhookRequest Request,
        WebhookProof Proof,
        WebhookMessage Message,
        string Key,
        DateTimeOffset ReceivedAt)
    {
        /// <summary>Signed outside the tolerated time, or without any although the provider signs one. Unsigned deliveries are never believed anyway.</summary>
        public bool IsStale => Proof.IsSigned && Webhooks.Tolerance is { } tolerance
            && !((ReceivedAt - (Proof.SignedAt ?? Message.SignedAt))?.Duration() <= tolerance);

        public bool IsBelieved => Proof.IsSigned && !IsStale;
    }
}
