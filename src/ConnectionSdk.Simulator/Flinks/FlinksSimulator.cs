using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>
/// Flinks in this process: its API under <see cref="SimulatedProvider.BaseAddress"/><c>v3/</c>, Flinks Connect under <c>v2/</c>, a bank
/// behind it, and a user who answers the bank's questions.
/// </summary>
public sealed class FlinksSimulator : SimulatedProvider
{
    private readonly List<FlinksConnection> _connections = [];
    private readonly Dictionary<string, FlinksSession> _sessions = new(StringComparer.OrdinalIgnoreCase);
    private readonly FlinksApi _api;
    private readonly FlinksWidget _widget;
    private int _lastNumber;

    /// <summary>Makes a simulator; <see cref="SimulatedProvider.StartAsync"/> starts it.</summary>
    /// <param name="clock">Where it takes its time from; a new <see cref="SimulatedClock"/> when null.</param>
    /// <param name="bank">The bank behind it; a new one when null.</param>
    public FlinksSimulator(TimeProvider? clock = null, SimulatedBank? bank = null)
        : base(clock, bank)
    {
        Tokens = new FlinksTokens(Clock);
        _api = new FlinksApi(this);
        _widget = new FlinksWidget(this);
        User = new FlinksFakeUser(this);
        WebhookSource = new FlinksWebhooks(this);
    }

    /// <summary>Every FlinksCode the simulator has a documented HTTP number and a message for.</summary>
    public static IReadOnlyList<string> KnownCodes { get; } = [.. FlinksCode.All.Select(code => code.Name)];

    /// <summary>What stands for <c>https://{instance}-api.private.fin.ag</c>: append <c>v3/{customerId}/BankingServices/...</c>.</summary>
    public Uri ApiAddress => BaseAddress;

    /// <summary>
    /// What stands for <c>https://{instance}-iframe.private.fin.ag/v2/</c>: append <c>?...</c>, or <c>Credential/14?...</c> for the credential
    /// screen.
    /// </summary>
    public Uri ConnectAddress => new(BaseAddress, "v2/");

    /// <summary>The end user.</summary>
    public FlinksFakeUser User { get; }

    /// <summary>The customer id in every path.</summary>
    public string CustomerId { get; init; } = "6a1d4c0e-52f7-4b0b-9d3a-8e7c6b5a4f31";

    /// <summary>The secret key, which mints authorize tokens.</summary>
    public string SecretKey { get; init; } = "secret-key-example-5d20";

    /// <summary>The key of the data endpoints (<c>x-api-key</c>).</summary>
    public string ApiKey { get; init; } = "x-api-key-example-7c11";

    /// <summary>Whether Authorize and Flinks Connect insist on an authorize token; integrations older than October 2024 may do without.</summary>
    public bool RequiresAuthorizeToken { get; set; } = true;

    /// <summary>Whether AuthorizeAsync has been activated for this customer.</summary>
    public bool HasAuthorizeAsync { get; set; }

    /// <summary>How long an authorize token is good for; other pages of the documentation say 30 minutes.</summary>
    public TimeSpan AuthorizeTokenLasts { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a RequestId survives without activity.</summary>
    public TimeSpan RequestIdLasts { get; set; } = TimeSpan.FromMinutes(8);

    /// <summary>How long a RequestId survives while data is being processed.</summary>
    public TimeSpan ProcessingLasts { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>After how long a call is answered <c>OPERATION_DISPATCHED</c> and goes on without its caller.</summary>
    public TimeSpan SynchronousCallLasts { get; set; } = TimeSpan.FromSeconds(210);

    /// <summary>How long data takes once asked for; zero answers 200 at once.</summary>
    public TimeSpan DataTakes { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the bank waits for the answers to its questions.</summary>
    public TimeSpan BankWaitsForAnswers { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Where the answers differ from the newest documentation.</summary>
    public FlinksDivergences Divergences { get; } = new();

    /// <summary>All connections ever made, deleted ones included.</summary>
    public IReadOnlyList<FlinksConnection> Connections => Locked(() => _connections.ToArray());

    /// <summary>Authorize tokens handed out.</summary>
    public int AuthorizeTokensMinted => Locked(() => Tokens.Minted);

    /// <summary>Authorize tokens refused: spent, too old, or never handed out.</summary>
    public int AuthorizeTokensRefused => Locked(() => Tokens.Refused);

    /// <summary>Cards deleted over the API.</summary>
    public int CardsDeleted { get; internal set; }

    internal override WebhookSource WebhookSource { get; }

    internal FlinksTokens Tokens { get; }

    internal IReadOnlyList<FlinksConnection> Cards => _connections;

    internal IEnumerable<DateTimeOffset> BankAnswersDue =>
        _sessions.Values.Where(session => session.State == FlinksSessionState.Connecting).Select(session => session.BankAnswersAt);

    /// <summary>Makes a connection.</summary>
    /// <param name="setup">What its bank asks and what fails; healthy when null.</param>
    public FlinksConnection AddConnection(Action<FlinksConnectionSetup>? setup = null) => Locked(() =>
    {
        var connection = NewConnection(setup ?? (static _ => { }));
        _connections.Add(connection);
        return connection;
    });

    /// <summary>Hands out an authorize token, as an application's back end would fetch it.</summary>
    public string MintAuthorizeToken() => Locked(() => Tokens.Mint(AuthorizeTokenLasts));

    internal FlinksConnection NewConnection(Action<FlinksConnectionSetup> describe)
    {
        var setup = new FlinksConnectionSetup();
        describe(setup);
        var connection = new FlinksConnection(this, setup.Login ?? Bank.AddLogin(), setup.LoginId ?? FlinksIds.New(), setup.Language);
        setup.Apply(connection, Clock.GetUtcNow(), ++_lastNumber);
        return connection;
    }

    internal FlinksConnection? Find(string loginId) =>
        _connections.Find(connection => !connection.IsGone && connection.LoginId.Equals(loginId, StringComparison.OrdinalIgnoreCase));

    internal FlinksConnection? Find(BankLogin login, string language) =>
        _connections.Find(connection => !connection.IsGone && connection.Login == login && connection.Language == language);

    /// <summary>The connection that a success in this language belongs to: bank, username and language make the LoginId.</summary>
    internal FlinksConnection Identify(FlinksConnection connection, string language)
    {
        var identified = language == connection.Language ? connection : Find(connection.Login, language) ?? connection.In(language);
        if (!_connections.Contains(identified))
        {
            _connections.Add(identified);
        }

        return identified;
    }

    internal FlinksSession Keep(FlinksSession session)
    {
        _sessions.Add(session.RequestId, session);
        return session;
    }

    /// <summary>A session that is still alive.</summary>
    /// <exception cref="FlinksFailure">It is not, or never was.</exception>
    internal FlinksSession Session(string requestId, bool whileAuthorizing)
    {
        if (!_sessions.TryGetValue(requestId, out var session))
        {
            throw new FlinksFailure("SESSION_NONEXISTENT");
        }

        session.Settle();
        if (session.IsAlive)
        {
            return session;
        }

        throw session.Ended(whileAuthorizing);
    }

    internal void SettleSessions()
    {
        foreach (var session in _sessions.Values)
        {
            session.Settle();
        }
    }

    internal bool IsContactingBank(FlinksConnection connection) => SessionsOf(connection).Any(session => session.IsContactingBank);

    internal bool IsProcessing(FlinksConnection connection) => SessionsOf(connection).Any(session => session.IsProcessing);

    internal FlinksWidgetSession? WidgetOpenedBy(Uri link) => _widget.OpenedBy(link);

    internal override async Task<SimulatedResponse> HandleAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = Locked(() => Route(call));
            if (answer.AfterBankOf is not { } session)
            {
                return answer.Response!;
            }

            var bank = session.BankAnswersAt - session.StartedAt;
            var wait = bank < SynchronousCallLasts ? bank : SynchronousCallLasts;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, Clock, cancellationToken).ConfigureAwait(false);
            }

            return Locked(() => _api.Authorize.Answered(session));
        }
        catch (FlinksFailure failure)
        {
            return Locked(() => FlinksJson.Error(failure, Divergences.OlderHttpNumbers));
        }
    }

    internal override bool IsPageVisit(RecordedCall call) => call.Segments is ["v2", ..];

    internal override JsonObject ErrorBody(int status)
    {
        var body = FlinksJson.Body(status);
        var code = FlinksCode.Named(status == 429 ? "TOO_MANY_REQUESTS" : "AGGREGATION_ERROR");
        body["Message"] = code.Message;
        body["FlinksCode"] = code.Name;
        return body;
    }

    internal override void ReplaceStates(JsonNode body, string state)
    {
        if (body is JsonObject json)
        {
            json["FlinksCode"] = state;
        }
    }

    private IEnumerable<FlinksSession> SessionsOf(FlinksConnection connection)
    {
        foreach (var session in _sessions.Values.Where(session => session.Connection == connection))
        {
            session.Settle();
            yield return session;
        }
    }

    private FlinksAnswer Route(RecordedCall call) => call.Segments switch
    {
        ["v3", var customerId, "BankingServices", .. var rest] => _api.Answer(call, customerId, rest),
        ["v2", .. var rest] => _widget.Answer(call, rest),
        _ => throw new FlinksFailure("INVALID_REQUEST", "There is nothing here", 404),
    };
}
