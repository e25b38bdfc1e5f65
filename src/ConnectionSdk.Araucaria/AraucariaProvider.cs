using ConnectionSdk.Araucaria.Api;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConnectionSdk.Araucaria;

/// <summary>One Araucaria registration: connections, repairs, and the few things that only Araucaria has.</summary>
public sealed class AraucariaProvider : ConnectionProvider, IDisposable
{
    /// <summary>The provider's name in references: <c>araucaria/conn_01JZ8QK4M7T2V9X3B6N0D5F1GH</c>.</summary>
    public const string Name = "araucaria";

    private readonly ProviderHttp _http;
    private readonly AraucariaStatuses _statuses;
    private readonly AraucariaConnections _connections;
    private readonly AraucariaWidget _widget;

    private AraucariaProvider(
        ProviderId id, AraucariaOptions options, AraucariaStatuses statuses, ProviderHttp http, IAraucariaApiKeys? apiKeys, TimeProvider time)
    {
        Id = id;
        Statuses = statuses.Map;
        _http = http;
        _statuses = statuses;
        var api = new AraucariaApi(http, options, new AraucariaCredential(id, options, apiKeys));
        _connections = new AraucariaConnections(api, id, new AraucariaMapper(statuses, options), options, time);
        _widget = new AraucariaWidget(api, id, options, time);
        Reconnect = new AraucariaReconnect(_connections, _widget, options);
        Webhooks = new AraucariaWebhooks(id, options, statuses);
        Capabilities = new ProviderCapabilities
        {
            Refreshes = true,
            Removes = true,
            Disconnects = options.DisconnectRoute is not null,
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
    /// <param name="apiKeys">The API keys the host keeps; null takes the one of the settings.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <param name="primaryHandler">What really sends, for tests; null takes the network.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong; all of them are named.</exception>
    public static AraucariaProvider Create(
        AraucariaOptions options,
        string? tenant = null,
        IAraucariaApiKeys? apiKeys = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null,
        HttpMessageHandler? primaryHandler = null)
    {
        new AraucariaOptionsRules(apiKeys).Check(options);
        var time = timeProvider ?? TimeProvider.System;
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<AraucariaProvider>();
        return Build(
            new ProviderId(Name, tenant),
            options,
            errors => ProviderHttp.Create(Name, tenant, options.BaseAddress, errors, options.Http, time, loggerFactory, primaryHandler),
            apiKeys,
            time,
            logger);
    }

    /// <inheritdoc/>
    public override Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _connections.GetAsync(connection, cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<Account>> GetAccountsAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _connections.GetAccountsAsync(connection, cancellationToken);

    /// <summary>
    /// Asks for a synchronisation and waits for its end, at most <see cref="AraucariaOptions.RefreshTimeout"/>. A connection that was synchronised within
    /// the hour is not visited again, whoever is present: banks lock logins that are used too often. Araucaria: POST /v1/refresh-intents.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">Whether the user is present; makes no difference to Araucaria.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <exception cref="ProviderException">
    /// The synchronisation failed although the connection still shows as working. Kind ChallengeRejected: the bank refused the login; asking again could
    /// lock it. Kind Unavailable: another reason. Other kinds: the call failed.
    /// </exception>
    public override Task<Connection> RefreshAsync(ConnectionRef connection, RefreshOptions options, CancellationToken cancellationToken) =>
        _connections.RefreshAsync(connection, cancellationToken);

    /// <inheritdoc/>
    public override Task<RemovalPlan> PlanRemovalAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _connections.PlanRemovalAsync(connection, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RemovalRefusedException">The connection was synchronised after all; its plan names what to do instead.</exception>
    public override Task RemoveAsync(RemovalPlan plan, CancellationToken cancellationToken) =>
        _connections.RemoveAsync(plan.Connection, cancellationToken);

    /// <summary>
    /// Makes a connection at Araucaria and the token to open the widget with. Never repeated: each call makes a connection, which keeps no trace of the
    /// user; keep <see cref="ConnectSession.ConnectionId"/> beside your own user. Araucaria: POST /v1/connections.
    /// </summary>
    /// <param name="request">Who connects. Araucaria takes neither a bank, nor a language, nor an address to return to.</param>
    /// <param name="state">Not used: the widget echoes none.</param>
    /// <param name="cancellationToken">Stops waiting; a connection may have been made all the same.</param>
    public override async Task<ConnectSession> BeginConnectAsync(ConnectRequest request, CallbackState state, CancellationToken cancellationToken)
    {
        var (connectionId, action) = await _widget.CreateAsync(cancellationToken).ConfigureAwait(false);
        return new ConnectSession { User = request.User, Action = action, ConnectionId = connectionId, ExpiresAt = action.ExpiresAt };
    }

    /// <inheritdoc/>
    public override Task<ConnectionRef> CompleteConnectAsync(ConnectSession session, UserReply reply, CancellationToken cancellationToken) =>
        Task.FromResult(_widget.ConnectionOf(session, reply, _statuses));

    /// <summary>Reads one account. Araucaria: GET /v1/accounts/{id}.</summary>
    /// <param name="connection">The connection of the account.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ProviderException">Kind NotFound: there is no such account. Other kinds: the call failed.</exception>
    public Task<Account> GetAccountAsync(ConnectionRef connection, string accountId, CancellationToken cancellationToken = default) =>
        _connections.GetAccountAsync(connection, accountId, cancellationToken);

    /// <summary>
    /// Asks for a synchronisation of several connections in one call and waits for its end. Araucaria refuses all of them when one is neither connected
    /// nor being verified; then nothing is synchronised and each is returned as it stands. Araucaria: POST /v1/refresh-intents.
    /// </summary>
    /// <param name="connections">One to ten connections of this registration.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <returns>
    /// The connections as they stand afterwards, in the same order. One whose synchronisation failed says why in its status'
    /// <see cref="ProviderStatus.DeveloperMessage"/>, also where it still shows as working.
    /// </returns>
    /// <exception cref="ProviderException">Kind InvalidRequest: none, or more than ten. Other kinds: the call failed.</exception>
    public Task<IReadOnlyList<Connection>> RefreshAsync(IReadOnlyCollection<ConnectionRef> connections, CancellationToken cancellationToken = default) =>
        _connections.RefreshAsync(connections, cancellationToken);

    /// <summary>
    /// Disconnects a connection for good; its data at Araucaria are kept. Only where <see cref="AraucariaOptions.DisconnectRoute"/> is set. Nothing in this
    /// library calls it by itself. Araucaria: Connection status, <c>DISCONNECTED</c>.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <exception cref="ProviderException">Kind NotSupported: no route is configured. Other kinds: the call failed.</exception>
    public Task<Connection> DisconnectAsync(ConnectionRef connection, CancellationToken cancellationToken = default) =>
        _connections.DisconnectAsync(connection, cancellationToken);

    /// <summary>Closes the network connections of a provider made by <see cref="Create"/>.</summary>
    public void Dispose() => _http.Dispose();

    internal static AraucariaProvider Build(
        ProviderId id,
        AraucariaOptions options,
        Func<IProviderErrorReader, ProviderHttp> connect,
        IAraucariaApiKeys? apiKeys,
        TimeProvider time,
        ILogger logger)
    {
        var statuses = new AraucariaStatuses(new StatusReader(id, AraucariaStatuses.MapFor(options), logger), options);
        return new AraucariaProvider(id, options, statuses, connect(new AraucariaErrorReader(statuses)), apiKeys, time);
    }
}
