using ConnectionSdk.Aerosync.Api;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConnectionSdk.Aerosync;

/// <summary>One Aerosync registration: connections and repairs.</summary>
/// <remarks>The user's id is the <c>aeroPassUserUuid</c>, which users of Aeropay have. Aerosync: Users.</remarks>
public sealed class AerosyncProvider : ConnectionProvider, IDisposable
{
    /// <summary>The provider's name in references: <c>aerosync:user/connection</c>.</summary>
    public const string Name = "aerosync";

    private readonly ProviderHttp _http;
    private readonly AerosyncConnections _connections;
    private readonly AerosyncWidget _widget;

    private AerosyncProvider(
        ProviderId id, AerosyncOptions options, StatusReader statuses, ProviderHttp http, ITokenStore? tokenStore, TimeProvider time, ILogger logger)
    {
        Id = id;
        Statuses = statuses.Map;
        _http = http;
        var api = new AerosyncApi(http, options);
        var tokens = new AerosyncTokens(id, api, options, tokenStore, time, logger);
        var mapper = new AerosyncMapper(statuses, options);
        var jobs = new AerosyncJobs(api, tokens, mapper, options, time);
        _connections = new AerosyncConnections(api, tokens, jobs, mapper, options, time);
        _widget = new AerosyncWidget(api, id, options, time);
        Reconnect = new AerosyncReconnect(_connections, jobs, mapper, _widget, options);
        Webhooks = new AerosyncWebhooks(id, options, statuses);
        Capabilities = new ProviderCapabilities
        {
            ListsConnections = options.ListsConnections,
            Refreshes = true,
            ReportsConsentExpiry = true,
            ReportsRevocation = true,
            ReconnectActions = [RequiredActionKind.OpenWidget, RequiredActionKind.Wait],
        };
    }

    /// <inheritdoc/>
    public override ProviderId Id { get; }

    /// <inheritdoc/>
    public override ProviderCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public override StatusMap Statuses { get; }

    /// <inheritdoc/>
    public override IReconnectStrategy Reconnect { get; }

    /// <inheritdoc/>
    public override ProviderWebhooks Webhooks { get; }

    /// <inheritdoc/>
    public override ProviderHealth Health => _http.Health;

    /// <summary>Builds a provider without a container. Dispose it to close its connections.</summary>
    /// <param name="options">The settings; checked at once.</param>
    /// <param name="tenant">The tenant, where an application has several registrations; null for the only one.</param>
    /// <param name="tokenStore">Shares API tokens between processes; null keeps them in memory.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <param name="primaryHandler">What really sends, for tests; null takes the network.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong; all of them are named.</exception>
    public static AerosyncProvider Create(
        AerosyncOptions options,
        string? tenant = null,
        ITokenStore? tokenStore = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null,
        HttpMessageHandler? primaryHandler = null)
    {
        new AerosyncOptionsRules().Check(options);
        var time = timeProvider ?? TimeProvider.System;
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<AerosyncProvider>();
        return Build(
            new ProviderId(Name, tenant),
            options,
            errors => ProviderHttp.Create(Name, tenant, options.ApiAddress!, errors, options.Http, time, loggerFactory, primaryHandler),
            tokenStore,
            time,
            logger);
    }

    /// <inheritdoc/>
    public override Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _connections.GetAsync(connection, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<Connection> ListAsync(UserRef user, CancellationToken cancellationToken) =>
        Capabilities.ListsConnections ? _connections.ListAsync(user, cancellationToken) : base.ListAsync(user, cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _connections.GetAccountsAsync(connection, cancellationToken);

    /// <inheritdoc/>
    public override Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions options, CancellationToken cancellationToken) =>
        _connections.RefreshAsync(connection, cancellationToken);

    /// <inheritdoc/>
    public override Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        Task.FromResult(_connections.PlanRemoval(connection));

    /// <inheritdoc/>
    public override async Task<ConnectSession> BeginConnectAsync(ConnectRequest request, CallbackState state, CancellationToken cancellationToken)
    {
        var action = await _widget.LinkAsync(request.User.UserId, request.RedirectUri, state.Value, cancellationToken).ConfigureAwait(false);
        return new ConnectSession { User = request.User, Action = action, ExpiresAt = action.ExpiresAt };
    }

    /// <inheritdoc/>
    public override Task<ConnectionRef> CompleteConnectAsync(ConnectSession session, UserReply reply, CancellationToken cancellationToken) =>
        Task.FromResult(AerosyncCallback.ConnectionOf(session, reply, Statuses));

    /// <summary>Closes the network connections of a provider made by <see cref="Create"/>.</summary>
    public void Dispose() => _http.Dispose();

    internal static AerosyncProvider Build(
        ProviderId id, AerosyncOptions options, Func<IProviderErrorReader, ProviderHttp> connect, ITokenStore? tokenStore, TimeProvider time, ILogger logger)
    {
        var statuses = new StatusReader(id, AerosyncStatusMap.Map.With(options.StatusOverrides), logger);
        return new AerosyncProvider(id, options, statuses, connect(new AerosyncErrorReader(statuses)), tokenStore, time, logger);
    }
}
