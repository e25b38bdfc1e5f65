using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>
/// Powens in this process: its API under <see cref="ApiAddress"/>, its webview under <see cref="WebviewAddress"/>, a bank behind it, and a
/// user who follows links, reads codes and approves in the bank's app.
/// </summary>
public sealed class PowensSimulator : SimulatedProvider
{
    private readonly List<PowensUser> _users = [];
    private readonly List<PowensConnection> _connections = [];
    private readonly PowensApi _api;
    private readonly PowensWebview _webview;
    private readonly PowensBankPages _bankPages;
    private long _lastUserId = 41;
    private long _lastConnectionId = 1200;
    private long _lastAccountId = 17000;
    private int _lastRequestId = 987654320;

    /// <summary>Makes a simulator; <see cref="SimulatedProvider.StartAsync"/> starts it.</summary>
    /// <param name="clock">Where it takes its time from; a new <see cref="SimulatedClock"/> when null.</param>
    /// <param name="bank">The bank behind it; a new one when null.</param>
    public PowensSimulator(TimeProvider? clock = null, SimulatedBank? bank = null)
        : base(clock, bank)
    {
        Tokens = new PowensTokens(Clock);
        Json = new PowensJson(this);
        _bankPages = new PowensBankPages(this);
        _webview = new PowensWebview(this, _bankPages);
        _api = new PowensApi(this, _bankPages);
        User = new PowensFakeUser(this);
        WebhookSource = new PowensWebhooks(this);
    }

    /// <summary>Where the API is, such as <c>http://127.0.0.1:41234/2.0/</c>.</summary>
    public Uri ApiAddress => new(BaseAddress, "2.0/");

    /// <summary>What stands for <c>https://webview.powens.com</c>: append <c>{lang}/{flow}?...</c>.</summary>
    public Uri WebviewAddress => new(BaseAddress, "webview/");

    /// <summary>The end user, at a browser and with a phone.</summary>
    public PowensFakeUser User { get; }

    /// <summary>The domain the webview must be told, <c>example.biapi.pro</c> or its first label.</summary>
    public string Domain { get; init; } = "example.biapi.pro";

    /// <summary>The application's client id.</summary>
    public string ClientId { get; init; } = "12345678";

    /// <summary>The application's secret.</summary>
    public string ClientSecret { get; init; } = "secret_example_9fd1";

    /// <summary>The return addresses the console knows; empty accepts any.</summary>
    public ISet<string> RedirectUris { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether field values must be encrypted. Powens: End-to-end encryption.</summary>
    public bool RequiresEncryption { get; set; }

    /// <summary>How long a connection stays in <c>validating</c> once the user has approved.</summary>
    public TimeSpan ValidationTakes { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a temporary code is good for.</summary>
    public TimeSpan TemporaryCodeLasts { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a renewed access lasts.</summary>
    public TimeSpan AccessLasts { get; set; } = TimeSpan.FromDays(180);

    /// <summary>How soon after a sync another one is refused with 409.</summary>
    public TimeSpan MinimumSyncInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What becomes of a connection after a wrong code.</summary>
    public PowensWrongCode AfterWrongCode { get; set; }

    /// <summary>How many items a list page holds when the client does not say; null means all.</summary>
    public int? DefaultPageSize { get; set; }

    /// <summary>Where the answers differ from the reference.</summary>
    public PowensDivergences Divergences { get; } = new();

    /// <summary>All connections ever made, deleted ones included.</summary>
    public IReadOnlyList<PowensConnection> Connections => Locked(() => _connections.ToArray());

    /// <summary>User tokens handed out over the API and to <see cref="AddUser"/>.</summary>
    public int TokensMinted => Locked(() => Tokens.TokensMinted);

    /// <summary>Temporary codes handed out.</summary>
    public int TemporaryCodesMinted => Locked(() => Tokens.CodesMinted);

    /// <summary>Users made over the API: each is billed, so a client that renews a token must make none.</summary>
    public int UsersCreated { get; internal set; }

    /// <summary>Connections made over the API or in the webview.</summary>
    public int ConnectionsCreated { get; internal set; }

    /// <summary>Connections deleted over the API or in the webview.</summary>
    public int ConnectionsDeleted { get; internal set; }

    /// <summary>Updates refused because a value was not encrypted.</summary>
    public int PlainValuesRefused { get; internal set; }

    internal override WebhookSource WebhookSource { get; }

    internal PowensTokens Tokens { get; }

    internal PowensJson Json { get; }

    internal PowensKey Key { get; } = new();

    /// <summary>Makes a user with a permanent token.</summary>
    public PowensUser AddUser() => Locked(() => CreateUser(lifetime: null));

    /// <summary>Makes a connection.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="setup">What state it is in and what it needs; healthy when null.</param>
    public PowensConnection AddConnection(PowensUser user, Action<PowensConnectionSetup>? setup = null)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Locked(() => CreateConnection(user, setup ?? (static _ => { })));
    }

    /// <summary>All tokens of a user stop working.</summary>
    public void RevokeTokens(PowensUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Locked(() =>
        {
            Tokens.RevokeAll(user.Id);
            return true;
        });
    }

    internal long NextAccountId() => ++_lastAccountId;

    internal int NextRequestId() => ++_lastRequestId;

    internal PowensUser? FindUser(long id) => _users.Find(user => user.Id == id);

    internal PowensConnection? FindConnection(long id) => _connections.Find(connection => connection.Id == id && !connection.IsGone);

    internal IReadOnlyList<PowensConnection> ConnectionsOf(long userId) =>
        Locked(() => _connections.Where(connection => connection.User.Id == userId && !connection.IsGone).ToArray());

    internal PowensUser CreateUser(TimeSpan? lifetime)
    {
        var id = ++_lastUserId;
        var user = new PowensUser(this, id, Tokens.MintToken(id, lifetime)) { IsTemporary = lifetime is not null };
        _users.Add(user);
        return user;
    }

    internal PowensConnection CreateConnection(PowensUser user, Action<PowensConnectionSetup> describe)
    {
        var setup = new PowensConnectionSetup(Clock);
        describe(setup);
        var id = setup.Id ?? ++_lastConnectionId;
        var connection = new PowensConnection(this, id, user, setup.Login ?? Bank.AddLogin());
        setup.Apply(connection);
        _connections.Add(connection);
        return connection;
    }

    internal PowensConnection CreateWithCredentials(PowensUser user, IReadOnlyDictionary<string, string> values) =>
        _api.Connections.CreateWith(user, values);

    internal PowensConnection? LatestConnection() => _connections.LastOrDefault(connection => !connection.IsGone);

    internal override async Task<SimulatedResponse> HandleAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = Locked(() => Route(call));
            if (answer.AfterValidationOf is { } connection)
            {
                await WaitWhileValidatingAsync(connection, cancellationToken).ConfigureAwait(false);
                return Locked(() => _api.Connections.Updated(call, connection));
            }

            return answer.Response!;
        }
        catch (PowensFailure failure)
        {
            return SimulatedResponse.Json(Json.Error(failure.Code, failure.Message, failure.BankMessage), failure.Status);
        }
    }

    internal override bool IsPageVisit(RecordedCall call) => call.Segments is ["webview" or "bank", ..];

    internal override JsonObject ErrorBody(int status) => status switch
    {
        429 => Json.Error("tooManyRequests", "Too many requests", null),
        503 => Json.Error("maintenance", "The service is in maintenance", null),
        _ => Json.Error("bug", "An internal error occurred", null),
    };

    internal override IReadOnlyCollection<string> StateNames => ["state", "error"];

    private protected override void Release() => Key.Dispose();

    private PowensAnswer Route(RecordedCall call) => call.Segments switch
    {
        ["2.0", .. var rest] => _api.Answer(call, rest),
        ["webview", .. var rest] => _webview.Answer(call, rest),
        ["bank", var ticket] => _bankPages.Answer(call, ticket),
        _ => throw PowensFailure.NotFound(),
    };

    private async Task WaitWhileValidatingAsync(PowensConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            TimeSpan wait;
            lock (Gate)
            {
                connection.Repair.Settle();
                if (!connection.Repair.IsValidating)
                {
                    return;
                }

                changed = connection.Changed;
                wait = connection.Repair.NextChange() is { } next && next > Clock.GetUtcNow() ? next - Clock.GetUtcNow() : TimeSpan.Zero;
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(wait, Clock, waiting.Token)).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
