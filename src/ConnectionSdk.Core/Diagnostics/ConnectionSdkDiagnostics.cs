namespace ConnectionSdk.Diagnostics;

/// <summary>The names of everything this SDK reports, so that a host can subscribe to it. Names are part of the public API.</summary>
/// <remarks>
/// One activity per public operation; durations in seconds; tags of low cardinality, never an id of a user, connection or account.
/// Log event ids: 1000-1099 calls to providers, 1100-1199 reconnect, 1200-1299 hosting and options, 1300-1399 status mapping, 1400-1499 webhooks.
/// </remarks>
public static class ConnectionSdkDiagnostics
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySourceName = "ConnectionSdk";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "ConnectionSdk";

    /// <summary>Histogram, seconds: one call to a provider, all its attempts and waits included.</summary>
    public const string CallDurationName = "connectionsdk.call.duration";

    /// <summary>Counter: attempts after the first.</summary>
    public const string CallRetriesName = "connectionsdk.call.retries";

    /// <summary>Counter: retries not made because the retry budget was empty.</summary>
    public const string RetriesDeniedName = "connectionsdk.call.retries_denied";

    /// <summary>Counter: times a breaker opened.</summary>
    public const string BreakerOpenedName = "connectionsdk.breaker.opened";

    /// <summary>Counter: tokens obtained from a provider.</summary>
    public const string TokensMintedName = "connectionsdk.tokens.minted";

    /// <summary>Counter: provider codes this version does not know.</summary>
    public const string UnmappedStatusName = "connectionsdk.status.unmapped";

    /// <summary>Counter: finished repairs by outcome.</summary>
    public const string ReconnectOutcomesName = "connectionsdk.reconnect.outcomes";

    /// <summary>Histogram, seconds: from the start of a repair to its end.</summary>
    public const string ReconnectDurationName = "connectionsdk.reconnect.duration";

    /// <summary>Counter: webhook deliveries by verdict.</summary>
    public const string WebhooksName = "connectionsdk.webhooks";

    /// <summary>Tag: the provider's name.</summary>
    public const string ProviderTag = "provider";

    /// <summary>Tag: the tenant (named registration); absent for the unnamed one.</summary>
    public const string TenantTag = "tenant";

    /// <summary>Tag: the operation.</summary>
    public const string OperationTag = "operation";

    /// <summary>Tag: <c>ok</c>, or how a repair ended.</summary>
    public const string OutcomeTag = "outcome";

    /// <summary>Tag: the state of the connection.</summary>
    public const string ConnectionStateTag = "connection.state";

    /// <summary>Tag: the <see cref="ProviderErrorKind"/> of a failure.</summary>
    public const string ErrorTypeTag = "error.type";

    /// <summary>Tag: the HTTP status of the last answer.</summary>
    public const string StatusCodeTag = "http.response.status_code";

    /// <summary>Tag: the number of attempts, on activities only.</summary>
    public const string AttemptsTag = "connectionsdk.attempts";

    /// <summary>Tag: the provider's id of the request, on activities only.</summary>
    public const string RequestIdTag = "connectionsdk.request_id";
}
