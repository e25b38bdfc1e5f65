namespace ConnectionSdk;

/// <summary>
/// One way to repair a connection, whatever the provider. A session can be picked up in another process by its id.
/// Safe for use by many threads; a reply is passed on at most once, however often it is clicked.
/// Members that need the provider throw <see cref="ProviderNotRegisteredException"/> when the session's or connection's registration is gone; the session stays.
/// </summary>
public interface IReconnectFlow
{
    /// <summary>Starts a repair, or joins the one on its way. Returns what the user must do first, or an outcome when there is nothing to do.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent, and polling the session finds out.</param>
    /// <exception cref="ReconnectInProgressException">A repair is on its way and <see cref="ReconnectOptions.WhenInProgress"/> says to refuse.</exception>
    /// <exception cref="ProviderException">
    /// The provider or the network failed. Before the first step that ends the session; later, when only the link or token could not be issued or a repair
    /// was joined, the session stays and <see cref="GetAsync"/> issues it.
    /// </exception>
    Task<ReconnectSession> StartAsync(ConnectionRef connection, ReconnectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Passes on what the user did, at most once. A wrong code is no exception: the session asks again, or ends before the bank locks the user out. Where the reply
    /// was taken and the link for the next step cannot be had now, the action comes without it; <see cref="GetAsync"/> has it issued.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="reply">What the user did.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent, and polling the session finds out.</param>
    /// <exception cref="ReconnectSessionNotFoundException">No such session.</exception>
    /// <exception cref="UnexpectedReplyException">The reply does not answer the session's action; nothing was sent and nothing is lost.</exception>
    /// <exception cref="ProviderException">The reply certainly was not taken; <see cref="ProviderException.Kind"/> says whether it may be given again.</exception>
    Task<ReconnectSession> ReplyAsync(ReconnectSessionId session, UserReply reply, CancellationToken cancellationToken = default);

    /// <summary>Looks at how things stand, at the provider's pace: too early a call returns the session unchanged. Reads only, never resends.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ReconnectSessionNotFoundException">No such session.</exception>
    /// <exception cref="ProviderException">
    /// The look failed for good, or more often in a row than <see cref="ReconnectFlowOptions.MaxFailedLooks"/>. The session stays open.
    /// </exception>
    Task<ReconnectSession> PollAsync(ReconnectSessionId session, CancellationToken cancellationToken = default);

    /// <summary>The session now and after every look, at the provider's pace, until it needs the user or is over.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Stops watching; the session goes on.</param>
    /// <exception cref="ReconnectSessionNotFoundException">No such session.</exception>
    /// <exception cref="ProviderException">
    /// A look failed for good, or more often in a row than <see cref="ReconnectFlowOptions.MaxFailedLooks"/>. The session stays open.
    /// </exception>
    IAsyncEnumerable<ReconnectSession> WatchAsync(ReconnectSessionId session, CancellationToken cancellationToken = default);

    /// <summary>Returns the session. A link or widget token that this process does not hold is issued anew.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ReconnectSessionNotFoundException">No such session.</exception>
    /// <exception cref="ProviderException">The link or token could not be issued. The session stays open.</exception>
    Task<ReconnectSession> GetAsync(ReconnectSessionId session, CancellationToken cancellationToken = default);

    /// <summary>Ends the session as abandoned. Nothing is sent to the provider.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ReconnectSessionNotFoundException">No such session.</exception>
    Task<ReconnectSession> CancelAsync(ReconnectSessionId session, CancellationToken cancellationToken = default);
}
