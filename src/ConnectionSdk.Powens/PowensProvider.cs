using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConnectionSdk.Powens;

/// <summary>One Powens registration: connections, repairs, and the few things that only Powens has.</summary>
public sealed class PowensProvider : ConnectionProvider, IDisposable
{
    /// <summary>The provider's name in references: <c>powens:42/1201</c>.</summary>
    public const string Name = "powens";

    private readonly StatusReader _statuses;
    private readonly ProviderHttp _http;
    private readonly PowensUsers _users;
    private readonly PowensConnections _connections;
    private readonly PowensWebview _webview;

    private PowensProvider(
        ProviderId id,
        PowensOptions options,
        StatusReader statuses,
        ProviderHttp http,
        IPowensUserTokens? userTokens,
        ITokenStore? tokenStore,
        TimeProvider time,
        ILogger logger)
    {
        Id = id;
        _statuses = statuses;
        _http = http;
        var api = new PowensApi(http, options);
        _users = new PowensUsers(id, api, options, userTokens, tokenStore, time, logger);
        _connections = new PowensConnections(api, _users, new PowensMapper(statuses, options), options, time);
        _webview = new PowensWebview(api, id, options, time);
        var submission = new PowensSubmission(api, _users, _connections, new PowensFieldEncryption(api, id, time), statuses, options);
        Reconnect = new PowensReconnect(api, _users, _connections, _webview, submission, statuses, options);
        Webhooks = new PowensWebhooks(id, options, statuses, userTokens);
        Capabilities = new ProviderCapabilities
        {
            ListsConnections = true,
            Refreshes = true,
            Removes = true,
            RemovalDestroysHistory = true,
            ReportsConsentExpiry = true,
            RenewsBeforeExpiry = true,
            ReconnectActions = options.ReconnectMode == PowensReconnectMode.Webview
                ? [RequiredActionKind.FollowRedirect, RequiredActionKind.VisitInstitution, RequiredActionKind.Wait]
                :
                [
                    RequiredActionKind.ProvideFields,
                    RequiredActionKind.ApproveElsewhere,
                    RequiredActionKind.FollowRedirect,
                    RequiredActionKind.VisitInstitution,
                    RequiredActionKind.Wait,
                ],
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
    /// <param name="userTokens">The user tokens the host keeps; null has all of them obtained with the client's secret.</param>
    /// <param name="tokenStore">Shares obtained tokens between processes; null keeps them in memory.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <param name="primaryHandler">What really sends, for tests; null takes the network.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong; all of them are named.</exception>
    public static PowensProvider Create(
        PowensOptions options,
        string? tenant = null,
        IPowensUserTokens? userTokens = null,
        ITokenStore? tokenStore = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null,
        HttpMessageHandler? primaryHandler = null)
    {
        new PowensOptionsRules().Check(options);
        var time = timeProvider ?? TimeProvider.System;
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<PowensProvider>();
        return Build(
            new ProviderId(Name, tenant),
            options,
            errors => ProviderHttp.Create(Name, tenant, options.ApiAddress, errors, options.Http, time, loggerFactory, primaryHandler),
            userTokens,
            tokenStore,
            time,
            logger);
    }

    /// <inheritdoc/>
    public override Task<Connection> GetAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        _connections.GetAsync(connection, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<Connection> ListAsync(UserRef user, CancellationToken cancellationToken) =>
        _connections.ListAsync(user, cancellationToken);

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
        var (url, expiresAt) = await _webview.ConnectAsync(
            _users.CredentialOf(request.User),
            _webview.RequireRedirect(request.RedirectUri),
            state.Value,
            request.InstitutionId,
            request.Language,
            cancellationToken).ConfigureAwait(false);
        return new ConnectSession
        {
            User = request.User,
            Action = new RequiredAction.FollowRedirect { Actor = Actor.EndUser, Url = url, ExpiresAt = expiresAt },
            ExpiresAt = expiresAt,
        };
    }

    /// <inheritdoc/>
    public override Task<ConnectionRef> CompleteConnectAsync(ConnectSession session, UserReply reply, CancellationToken cancellationToken) =>
        Task.FromResult(PowensCallback.ConnectionOf(session, reply, _statuses));

    /// <summary>
    /// The address of Powens' page on which a user manages connections: sees, repairs and deletes them. It works once, for a few minutes.
    /// Powens: Webview, manage.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="connectionId">Shows this connection only; null shows all.</param>
    /// <param name="redirectUri">Where the user comes back to; null takes the registration's own, if there is one.</param>
    /// <param name="state">Comes back with the user; null for none.</param>
    /// <param name="language">The user's language; null takes the registration's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ProviderException">The code could not be had.</exception>
    public async Task<Uri> GetManageUrlAsync(
        UserRef user,
        string? connectionId = null,
        Uri? redirectUri = null,
        string? state = null,
        string? language = null,
        CancellationToken cancellationToken = default) =>
        (await _webview.ManageAsync(_users.CredentialOf(user), connectionId, _webview.Redirect(redirectUri), state, language, cancellationToken)
            .ConfigureAwait(false)).Url;

    /// <summary>
    /// Makes a user at Powens, who counts for the bill. Nothing in this library calls it by itself, and it is never repeated.
    /// Powens: Authentication, <c>/auth/init</c>.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting; a user may have been made all the same.</param>
    /// <exception cref="ProviderException">Kind OutcomeUnknown: a user may have been made; look in the console before trying again.</exception>
    public Task<PowensNewUser> CreateUserAsync(CancellationToken cancellationToken = default) => _users.CreateAsync(cancellationToken);

    /// <summary>Switches Powens' daily synchronisation of a connection on or off; everything is kept. Powens: Connections, <c>active</c>.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="on">Whether Powens synchronises by itself.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <exception cref="ProviderException">The call failed.</exception>
    public Task<Connection> SetAutomaticRefreshAsync(ConnectionRef connection, bool on, CancellationToken cancellationToken = default) =>
        _connections.SetActiveAsync(connection, on, cancellationToken);

    /// <summary>
    /// Shares an account that Powens delivered switched off. Calling it states that the end user agreed. Powens: Bank accounts.
    /// </summary>
    /// <param name="connection">The connection of the account.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <exception cref="ProviderException">The call failed.</exception>
    public Task<Account> ShareAccountAsync(ConnectionRef connection, string accountId, CancellationToken cancellationToken = default) =>
        _connections.ShareAccountAsync(connection, accountId, cancellationToken);

    /// <summary>Closes the network connections of a provider made by <see cref="Create"/>.</summary>
    public void Dispose() => _http.Dispose();

    internal static PowensProvider Build(
        ProviderId id,
        PowensOptions options,
        Func<IProviderErrorReader, ProviderHttp> connect,
        IPowensUserTokens? userTokens,
        ITokenStore? tokenStore,
        TimeProvider time,
        ILogger logger)
    {
        var statuses = new StatusReader(id, PowensStatusMap.Map.With(options.StatusOverrides), logger);
        return new PowensProvider(id, options, statuses, connect(new PowensErrorReader(statuses)), userTokens, tokenStore, time, logger);
    }
}
