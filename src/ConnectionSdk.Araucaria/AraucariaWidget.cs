using ConnectionSdk.Araucaria.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria;

/// <summary>The widget and its tokens: issued one at a time, when a user needs one, and never kept. Araucaria: Widget setup, Authentication.</summary>
internal sealed class AraucariaWidget(AraucariaApi api, ProviderId provider, AraucariaOptions options, TimeProvider time)
{
    private readonly string _origin = options.WidgetScriptUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>Makes a connection for a user who is about to choose a bank.</summary>
    public async Task<(string ConnectionId, RequiredAction.OpenWidget Action)> CreateAsync(CancellationToken cancellationToken)
    {
        var askedAt = time.GetUtcNow();
        var answer = await api.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (answer.AnyId is not { Length: > 0 } id)
        {
            throw Malformed("CreateConnection", ProviderErrorKind.OutcomeUnknown, "the answer names no connection. One may have been made all the same.");
        }

        return (id, answer.WidgetToken is { IsEmpty: false } token ? Open(id, token, askedAt) : await IssueAsync(id, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A new token for a connection. Whether its state allows that is Araucaria's to say.</summary>
    public async Task<RequiredAction.OpenWidget> IssueAsync(string connectionId, CancellationToken cancellationToken)
    {
        var askedAt = time.GetUtcNow();
        var answer = await api.CreateWidgetTokenAsync(connectionId, cancellationToken).ConfigureAwait(false);
        return answer.WidgetToken is { IsEmpty: false } token && (answer.AnyId is null || string.Equals(answer.AnyId, connectionId, StringComparison.Ordinal))
            ? Open(connectionId, token, askedAt)
            : throw Malformed("CreateWidgetToken", ProviderErrorKind.Protocol, "the answer has no token for this connection.");
    }

    /// <summary>Which connection a first connect was about. The widget's word is a hint: the engine reads the connection afterwards.</summary>
    /// <exception cref="ConnectNotCompletedException">The user closed the widget, or it failed.</exception>
    public ConnectionRef ConnectionOf(ConnectSession session, UserReply reply, AraucariaStatuses statuses)
    {
        if (session.ConnectionId is not { Length: > 0 } id)
        {
            throw new ConnectNotCompletedException(
                StatusReason.IntegratorError, "The connect session names no connection: pass on the session that BeginConnectAsync returned, or its stored copy.");
        }

        var said = AraucariaWidgetResult.Of(reply);
        if (said.ConnectionId is { } named && !string.Equals(named, id, StringComparison.Ordinal))
        {
            throw new ConnectNotCompletedException(
                StatusReason.IntegratorError, "The widget reported another connection than this session's: it belongs to another attempt, or somebody forged it. Start again.");
        }

        return said.Kind switch
        {
            AraucariaWidgetEnd.Closed => throw new ConnectNotCompletedException(
                StatusReason.UserAbandoned, "The user closed the widget before the connection was made. Offer to go on or to start again."),
            AraucariaWidgetEnd.Failed => throw Failed(said.ErrorCode, statuses),
            _ => new ConnectionRef(provider, id),
        };
    }

    private static ConnectNotCompletedException Failed(string? code, AraucariaStatuses statuses)
    {
        var row = statuses.Map.Find(statuses.Canonical(code), out var recognised);
        return new ConnectNotCompletedException(
            row.Reason,
            recognised ? $"No connection was made. {row.Meaning}" : "No connection was made: the widget reported an error. Offer to start again.",
            ProviderText.Clean(code));
    }

    private RequiredAction.OpenWidget Open(string connectionId, SensitiveString token, DateTimeOffset askedAt) => new()
    {
        Actor = Actor.EndUser,
        ExpiresAt = askedAt + options.WidgetTokenLifetime,
        Launch = new WidgetLaunch
        {
            Provider = provider.Name,
            Source = options.WidgetScriptUrl,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = token.Reveal(), ["connectionId"] = connectionId },
            MessageOrigin = _origin,
        },
    };

    private ProviderException Malformed(string operation, ProviderErrorKind kind, string what) =>
        new(kind, provider.Name, operation, $"{provider.Name} {operation}: {what}") { Tenant = provider.Tenant };
}
