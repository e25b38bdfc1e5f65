using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>
/// Araucaria in this process: its API under <see cref="SimulatedProvider.BaseAddress"/>, its widget under <see cref="WidgetAddress"/>, a bank
/// behind it, and a user who logs in and types codes.
/// </summary>
public sealed class AraucariaSimulator : SimulatedProvider
{
    private readonly List<AraucariaConnection> _connections = [];
    private readonly AraucariaApi _api;
    private readonly AraucariaWidget _widget;
    private bool _bankIsDown;

    /// <summary>Makes a simulator; <see cref="SimulatedProvider.StartAsync"/> starts it.</summary>
    /// <param name="clock">Where it takes its time from; a new <see cref="SimulatedClock"/> when null.</param>
    /// <param name="bank">The bank behind it; a new one when null.</param>
    public AraucariaSimulator(TimeProvider? clock = null, SimulatedBank? bank = null)
        : base(clock, bank)
    {
        WidgetTokens = new AraucariaWidgetTokens(Clock);
        Json = new AraucariaJson(Divergences);
        _api = new AraucariaApi(this);
        _widget = new AraucariaWidget(this);
        User = new AraucariaFakeUser(this);
        Told = new AraucariaWebhooks(this);
    }

    /// <summary>The page the widget's script embeds: append <c>token</c> and <c>connectionId</c>.</summary>
    public Uri WidgetAddress => new(BaseAddress, "widget");

    /// <summary>The script with <c>Araucaria.open</c>. Araucaria: Widget setup.</summary>
    public Uri WidgetScript => new(BaseAddress, "widget/araucaria-connect.js");

    /// <summary>The end user, in front of the widget.</summary>
    public AraucariaFakeUser User { get; }

    /// <summary>The client's key.</summary>
    public string ApiKey { get; init; } = "arau_test_5d1f0c9b";

    /// <summary>How long a widget token is good for.</summary>
    public TimeSpan WidgetTokenLasts { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long submitted credentials wait for a worker.</summary>
    public TimeSpan QueueTakes { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a worker needs at the bank.</summary>
    public TimeSpan VerificationTakes { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long after an <c>ERROR</c> the worker tries again; null for never.</summary>
    public TimeSpan? WorkerRetriesAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after a sync the worker starts the next; null for never.</summary>
    public TimeSpan? SyncsEvery { get; set; }

    /// <summary>Whether the bank is out of reach for the workers.</summary>
    public bool BankIsDown
    {
        get => _bankIsDown;
        set => Locked(() =>
        {
            // Workers act when somebody looks: what was due before the change must not see it.
            _connections.ForEach(connection => connection.Machine.Settle());
            return _bankIsDown = value;
        });
    }

    /// <summary>Whether there is a <c>POST /v1/connections/{id}/disconnect</c>; no such route is documented.</summary>
    public bool CanDisconnect { get; set; }

    /// <summary>Where the answers differ from each other.</summary>
    public AraucariaDivergences Divergences { get; } = new();

    /// <summary>All connections ever made, deleted ones included.</summary>
    public IReadOnlyList<AraucariaConnection> Connections => Locked(() => _connections.ToArray());

    /// <summary>Widget tokens handed out.</summary>
    public int WidgetTokensMinted => Locked(() => WidgetTokens.Minted);

    /// <summary>Connections made over the API: each call makes one.</summary>
    public int ConnectionsCreated { get; internal set; }

    /// <summary>Connections deleted over the API or in the widget.</summary>
    public int ConnectionsDeleted { get; internal set; }

    internal AraucariaWebhooks Told { get; }

    internal override WebhookSource WebhookSource => Told;

    internal IEnumerable<string> CompletedIntents => _api.CompletedIntents;

    internal AraucariaWidgetTokens WidgetTokens { get; }

    internal AraucariaJson Json { get; }

    /// <summary>Makes a connection that nobody has authenticated yet (<c>CREATED</c>).</summary>
    public AraucariaConnection AddNewConnection() => Locked(() =>
    {
        var connection = new AraucariaConnection(this, Bank.AddLogin());
        connection.Accounts.Add(new AraucariaAccount());
        connection.Accounts.Add(new AraucariaAccount { Name = "Visa Dorada", Type = "credit_card", Number = "4000000000007731", Balance = -120500, CreditLimit = 1000000 });
        _connections.Add(connection);
        Told.Entered(connection, previous: null, connection.CreatedAt);
        return connection;
    });

    /// <summary>Makes a healthy connection that has just been synced.</summary>
    public AraucariaConnection AddConnection() => Locked(() =>
    {
        var connection = AddNewConnection();
        connection.InstitutionId = AraucariaBank.Id;
        connection.Machine.Succeed(Clock.GetUtcNow());
        return connection;
    });

    /// <summary>All widget tokens stop working before their time.</summary>
    public void ExpireWidgetTokens() => Locked(() =>
    {
        WidgetTokens.ExpireAll();
        return true;
    });

    /// <summary>Any of Araucaria's errors, to be added to <see cref="SimulatedProvider.Faults"/>. Araucaria: Errors.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">Such as <c>BANK_UNAVAILABLE</c>, or one nobody knows yet.</param>
    /// <param name="message">What it says to developers.</param>
    public static Fault Error(int status, string code, string message = "Something went wrong") =>
        Fault.Respond(status, "application/json", AraucariaFailure.Body(status, code, message).ToJsonString());

    internal AraucariaConnection? Find(string? id) => _connections.Find(connection => connection.Id == id && !connection.IsGone);

    internal override async Task<SimulatedResponse> HandleAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = Locked(() => Route(call));
            if (answer.WhenIdle is { } connection)
            {
                await WaitForWorkerAsync(connection, cancellationToken).ConfigureAwait(false);
            }

            return answer.Response;
        }
        catch (AraucariaFailure failure)
        {
            return SimulatedResponse.Json(failure.Body(), failure.Status);
        }
    }

    internal override bool IsPageVisit(RecordedCall call) => call.Segments is ["widget", ..];

    internal override JsonObject ErrorBody(int status) => AraucariaFailure.Body(
        status,
        status switch
        {
            429 => "TOO_MANY_REQUESTS",
            503 => "BANK_UNAVAILABLE",
            _ => "INTERNAL_ERROR",
        },
        "The request could not be served");

    internal override IReadOnlyCollection<string> StateNames => ["status"];

    private AraucariaAnswer Route(RecordedCall call) => call.Segments switch
    {
        ["v1", .. var rest] => _api.Answer(call, rest),
        ["widget", .. var rest] => _widget.Answer(call, rest),
        _ => throw AraucariaFailure.NoRoute(),
    };

    private async Task WaitForWorkerAsync(AraucariaConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = Locked(() =>
            {
                connection.Machine.Settle();
                return connection.Machine.IsWorking ? (connection.Machine.NextChange ?? Clock.GetUtcNow()) - Clock.GetUtcNow() : (TimeSpan?)null;
            });
            if (wait is null)
            {
                return;
            }

            await Task.Delay(wait > TimeSpan.Zero ? wait.Value : TimeSpan.Zero, Clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
