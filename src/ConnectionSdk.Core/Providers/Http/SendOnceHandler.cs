namespace ConnectionSdk.Providers;

/// <summary>
/// The innermost handler. Refuses to put a call that must be sent once on the wire a second time, whoever tries: a retry or hedging handler
/// the host added to all its clients, even one that clones requests.
/// </summary>
internal sealed class SendOnceHandler : DelegatingHandler
{
    public SendOnceHandler()
    {
    }

    public SendOnceHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);

        // A handler of the host may have dropped content of zero length; a request without any is repeated by the runtime itself.
        if (request.Content is null && request.Method != HttpMethod.Get && request.Method != HttpMethod.Head) request.Content = new WitnessedContent(default);
        var permit = PermitOf(request);
        if (ReferenceEquals(permit, SendPermit.Unlimited)) return base.SendAsync(request, cancellationToken);
        return permit is not null && permit.TryUse()
            ? SendGuardedAsync(permit, request, cancellationToken)
            : Task.FromException<HttpResponseMessage>(new SendOnceException());
    }

    private static SendPermit? PermitOf(HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(SendPermit.Key, out var permit)) return permit;
        if (SendPermit.Current is { } current) return current;

        // A clone that lost both marks: a plain GET changes nothing; anything else may be the second copy of something that must be sent once.
        return request.Method == HttpMethod.Get && request.Content is null ? SendPermit.Unlimited : null;
    }

    private async Task<HttpResponseMessage> SendGuardedAsync(SendPermit permit, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (NotSentProof.Holds(exception, request.Content))
        {
            permit.GiveBack();
            throw;
        }
    }
}
