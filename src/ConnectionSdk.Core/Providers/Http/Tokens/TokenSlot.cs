namespace ConnectionSdk.Providers;

/// <summary>The token of one key: the one in use, the request under way, or the refusal that is remembered.</summary>
internal sealed class TokenSlot(string key)
{
    private static readonly TimeSpan RefusalKept = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private CachedToken? _token;
    private Task<CachedToken>? _flight;
    private SensitiveString? _rejected;
    private ProviderException? _refusal;
    private long _refusedAt;

    public ValueTask<CachedToken> GetAsync(TokenSource source, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _token) is { } current && source.IsFresh(current)) return new ValueTask<CachedToken>(current);

        Task<CachedToken> flight;
        lock (_gate)
        {
            if (_token is { } token && source.IsFresh(token)) return new ValueTask<CachedToken>(token);
            if (_refusal is not null && source.Since(_refusedAt) < RefusalKept) return ValueTask.FromException<CachedToken>(Again(_refusal));
            flight = _flight ??= Start(source);
        }

        return new ValueTask<CachedToken>(flight.WaitAsync(cancellationToken));
    }

    public void Invalidate(long version)
    {
        lock (_gate)
        {
            if (_token is null || _token.Version != version) return;

            // Remembered so that a store which still has it does not bring it back.
            _rejected = _token.Value;
            _token = null;
        }
    }

    public bool IsInUse(TokenSource source)
    {
        lock (_gate) return _flight is not null || (_token is { } token && source.IsFresh(token));
    }

    /// <summary>The refusal as a new exception: one that is thrown to everybody would carry the stack of all of them.</summary>
    private static ProviderException Again(ProviderException refusal) => new(
        refusal.Kind, refusal.Provider, refusal.Operation, refusal.Message, refusal.InnerException)
    {
        Tenant = refusal.Tenant,
        StatusCode = refusal.StatusCode,
        ProviderCode = refusal.ProviderCode,
        ProviderMessage = refusal.ProviderMessage,
        UserMessage = refusal.UserMessage,
        RequestId = refusal.RequestId,
        IsTransient = refusal.IsTransient,
        RetryAfter = refusal.RetryAfter,
        MayHaveBeenSent = refusal.MayHaveBeenSent,
    };

    private Task<CachedToken> Start(TokenSource source)
    {
        var rejected = _rejected;

        // The request belongs to all who wait: it must not carry the first caller's cancellation, activity or other context.
        var flows = !ExecutionContext.IsFlowSuppressed();
        if (flows) ExecutionContext.SuppressFlow();
        try
        {
            var flight = Task.Run(() => FlyAsync(source, rejected), CancellationToken.None);

            // When every waiter has left, nobody else looks at a failure.
            _ = flight.ContinueWith(
                static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return flight;
        }
        finally
        {
            if (flows) ExecutionContext.RestoreFlow();
        }
    }

    private async Task<CachedToken> FlyAsync(TokenSource source, SensitiveString? rejected)
    {
        try
        {
            var (token, toKeep) = await source.ObtainAsync(key, rejected).ConfigureAwait(false);
            lock (_gate)
            {
                _token = token;
                _refusal = null;
                _flight = null;
            }

            // Those who wait have it already: a slow store holds up nobody.
            if (toKeep is not null) _ = source.KeepAsync(key, toKeep);
            return token;
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _flight = null;
                if (exception is ProviderException { Kind: ProviderErrorKind.CredentialRejected or ProviderErrorKind.Forbidden } refusal)
                {
                    _refusal = refusal;
                    _refusedAt = source.Now;
                }
            }

            throw;
        }
    }
}
