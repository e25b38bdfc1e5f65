using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConnectionSdk.Flinks;

/// <summary>One Flinks registration: connections, repairs, and the few things that only Flinks has. A connection's id is its LoginId.</summary>
/// <remarks>
/// When a repair ends with another LoginId whose accounts prove to be the ones connected before, the session is reconnected and its
/// <see cref="ReconnectSession.Observed"/> carries the new reference: store it in place of the old one. Without that proof it is a wrong account.
/// </remarks>
public sealed class FlinksProvider : ConnectionProvider, IDisposable
{
    /// <summary>The provider's name in references: <c>flinks:user-1042/7d1f0c52-3b84-4e0a-9c61-08dc5a1b2c3d</c>.</summary>
    public const string Name = "flinks";

    private readonly ProviderHttp _http;
    private readonly FlinksStatuses _statuses;
    private readonly FlinksConnections _connections;
    private readonly FlinksWidget _widget;

    private FlinksProvider(ProviderId id, FlinksOptions options, FlinksStatuses statuses, FlinksErrorReader errors, ProviderHttp http, TimeProvider time)
    {
        Id = id;
        _statuses = statuses;
        _http = http;
        var api = new FlinksApi(http, options, errors);
        var mapper = new FlinksMapper(statuses);
        _connections = new FlinksConnections(api, mapper, errors, options, time);
        _widget = new FlinksWidget(api, id, options, time);
        Reconnect = new FlinksReconnect(api, _connections, _widget, statuses, mapper, options);
        Webhooks = new FlinksWebhooks(id, options, mapper, time);
        Capabilities = new ProviderCapabilities
        {
            Refreshes = true,
            Removes = true,
            RemovalDestroysHistory = true,
            ReconnectActions = options.AnswerMfaByFields
                ? [RequiredActionKind.OpenWidget, RequiredActionKind.ProvideFields, RequiredActionKind.VisitInstitution, RequiredActionKind.Wait]
                : [RequiredActionKind.OpenWidget, RequiredActionKind.VisitInstitution, RequiredActionKind.Wait],
        };
    }

    /// <inheritdoc/>
    public override ProviderId Id { get; }

    /// <inheritdoc/>
    public override ProviderCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public override StatusMap Statuses => _statuses.Map;

    /// <inheritdoc/>
    public override IReconnectStrategy Reconnect { get; }

    /// <inheritdoc/>
    public override ProviderWebhooks Webhooks { get; }

    /// <inheritdoc/>
    public override ProviderHealth Health => _http.Health;

    /// <summary>Builds a provider without a container. Dispose it to close its connections.</summary>
    /// <param name="options">The settings; checked at once.</param>
    /// <param name="tenant">The tenant, where an application has several registrations; null for the only one.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <param name="primaryHandler">What really sends, for tests; null takes the network.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong; all of them are named.</exception>
    public static FlinksProvider Create(
        FlinksOptions options,
        string? tenant = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null,
        HttpMessageHandler? primaryHandler = null)
    {
        new FlinksOptionsRules().Check(options);
        var time = timeProvider ?? TimeProvider.System;
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<FlinksProvider>();
        return Build(
            new ProviderId(Name, tenant),
            options,
            errors => ProviderHttp.Create(Name, tenant, options.ApiAddress, errors, options.Http, time, loggerFactory, primaryHandler),
            time,
            logger);
    }

    /// <inheritdoc/>
    public override Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _connections.GetAsync(connection, cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _connections.GetAccountsAsync(connection, cancellationToken);

    /// <inheritdoc/>
    public override Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions options, CancellationToken cancellationToken) =>
        _connections.RefreshAsync(connection, options, cancellationToken);

    /// <inheritdoc/>
    public override Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _connections.PlanRemovalAsync(connection, cancellationToken);

    /// <inheritdoc/>
    public override Task RemoveAsync(RemovalPlan plan, CancellationToken cancellationToken) =>
        _connections.RemoveAsync(plan.Connection, cancellationToken);

    /// <inheritdoc/>
    public override async Task<ConnectSession> BeginConnectAsync(ConnectRequest request, CallbackState state, CancellationToken cancellationToken)
    {
        var action = await _widget.ConnectAsync(
            request.InstitutionId, _widget.Redirect(request.RedirectUri), state.Value, request.User.UserId, cancellationToken).ConfigureAwait(false);
        return new ConnectSession { User = request.User, Action = action, ExpiresAt = action.ExpiresAt };
    }

    /// <inheritdoc/>
    public override Task<ConnectionRef> CompleteConnectAsync(ConnectSession session, UserReply reply, CancellationToken cancellationToken)
    {
        var returned = FlinksReturn.Of(reply, _statuses);
        if (returned is { Kind: FlinksReturnKind.Finished, LoginId: { } loginId })
        {
            return Task.FromResult(session.User.Connection(loginId));
        }

        throw returned.Kind switch
        {
            FlinksReturnKind.Failed when _statuses.Find(returned.Code!, out _) is var row =>
                new ConnectNotCompletedException(row.Reason, $"No connection was made. {row.Meaning}", ProviderText.Clean(returned.Code)),
            FlinksReturnKind.Finished => new ConnectNotCompletedException(
                StatusReason.Unrecognised, "What came back names no LoginId: pass on the widget's REDIRECT message, or the whole address the user came back to."),
            _ => new ConnectNotCompletedException(
                StatusReason.AwaitingUser, "The widget is still at work: pass on its REDIRECT message when it comes.", ProviderText.Clean(returned.Code)),
        };
    }

    /// <summary>Switches Flinks' nightly refresh of a connection on or off; everything is kept. Flinks: Set scheduled refresh.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="on">Whether Flinks refreshes by itself.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <exception cref="ProviderException">The call failed.</exception>
    public Task SetScheduledRefreshAsync(ConnectionRef connection, bool on, CancellationToken cancellationToken = default) =>
        _connections.SetScheduledRefreshAsync(connection, on, cancellationToken);

    /// <summary>Closes the network connections of a provider made by <see cref="Create"/>.</summary>
    public void Dispose() => _http.Dispose();

    internal static FlinksProvider Build(
        ProviderId id, FlinksOptions options, Func<IProviderErrorReader, ProviderHttp> connect, TimeProvider time, ILogger logger)
    {
        var statuses = new FlinksStatuses(new StatusReader(id, FlinksStatusMap.Map.With(options.StatusOverrides), logger));
        var errors = new FlinksErrorReader(statuses);
        return new FlinksProvider(id, options, statuses, errors, connect(errors), time);
    }
}
