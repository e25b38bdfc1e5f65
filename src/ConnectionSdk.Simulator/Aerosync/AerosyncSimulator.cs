using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>
/// Aerosync in this process: its API under <see cref="SimulatedProvider.BaseAddress"/>, its widget under <see cref="WidgetAddress"/>, a
/// bank behind it, and a user who logs in, types codes and chooses accounts.
/// </summary>
public sealed class AerosyncSimulator : SimulatedProvider
{
    private readonly HashSet<string> _users = new(StringComparer.Ordinal);
    private readonly List<AerosyncCustomer> _customers = [];
    private readonly List<AerosyncConnection> _connections = [];
    private readonly AerosyncApi _api;
    private readonly AerosyncWidget _widget;

    /// <summary>Makes a simulator; <see cref="SimulatedProvider.StartAsync"/> starts it.</summary>
    /// <param name="clock">Where it takes its time from; a new <see cref="SimulatedClock"/> when null.</param>
    /// <param name="bank">The bank behind it; a new one when null.</param>
    public AerosyncSimulator(TimeProvider? clock = null, SimulatedBank? bank = null)
        : base(clock, bank)
    {
        Tokens = new AerosyncTokens(Clock);
        _api = new AerosyncApi(this);
        _widget = new AerosyncWidget(this);
        User = new AerosyncFakeUser(this);
        WebhookSource = new AerosyncWebhooks(this);
    }

    /// <summary>What stands for <c>https://sync.aero.inc</c>, the page the web SDK embeds: append its query. Aerosync: Widget parameters.</summary>
    public Uri WidgetAddress => new(BaseAddress, "widget");

    /// <summary>The end user, in front of the widget.</summary>
    public AerosyncFakeUser User { get; }

    /// <summary>The key, in the bodies of the token calls and in <c>x-api-key</c>.</summary>
    public string ApiKey { get; init; } = "demo-key";

    /// <summary>The secret that belongs to it.</summary>
    public string ApiSecret { get; init; } = "demo-secret";

    /// <summary>How long an API token is good for; answered in whole seconds, as text.</summary>
    public TimeSpan ApiTokenLasts { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a widget token is good for.</summary>
    public TimeSpan WidgetTokenLasts { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a consent given now will last.</summary>
    public TimeSpan ConsentLasts { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How long after the widget's success the old status is still shown.</summary>
    public TimeSpan ReconnectionTakes { get; set; }

    /// <summary>How long a job runs before it ends or asks the user.</summary>
    public TimeSpan JobTakes { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>What the widget says on success.</summary>
    public AerosyncSuccessShape SuccessShape { get; set; }

    /// <summary>Where the answers differ from each other.</summary>
    public AerosyncDivergences Divergences { get; } = new();

    /// <summary>All connections ever made.</summary>
    public IReadOnlyList<AerosyncConnection> Connections => Locked(() => _connections.ToArray());

    /// <summary>API tokens handed out.</summary>
    public int ApiTokensMinted => Locked(() => Tokens.ApiTokensMinted);

    /// <summary>Widget tokens handed out.</summary>
    public int WidgetTokensMinted => Locked(() => Tokens.WidgetTokensMinted);

    internal override WebhookSource WebhookSource { get; }

    internal AerosyncTokens Tokens { get; }

    /// <summary>Makes a user.</summary>
    /// <returns>The user's <c>aeroPassUserUuid</c>.</returns>
    public string AddUser() => Locked(() =>
    {
        var uuid = NewUuid();
        _users.Add(uuid);
        return uuid;
    });

    /// <summary>Makes a customer of the bank.</summary>
    /// <param name="accounts">The accounts; a checking and a savings account when none are given.</param>
    public AerosyncCustomer AddCustomer(params AerosyncAccount[] accounts) => Locked(() =>
    {
        ArgumentNullException.ThrowIfNull(accounts);
        if (accounts.Length == 0)
        {
            accounts = [new(), new() { Nickname = "Rainy Day", Number = "00077000123456543", NumberDisplay = "6543", Type = "SAVINGS", Balance = 5200m }];
        }

        var customer = new AerosyncCustomer(Bank.AddLogin(), accounts);
        _customers.Add(customer);
        return customer;
    });

    /// <summary>Makes a healthy connection.</summary>
    /// <param name="userUuid">Whose.</param>
    /// <param name="customer">The login at the bank; a new one when null.</param>
    /// <param name="account">Which of the customer's accounts; the first when null.</param>
    public AerosyncConnection AddConnection(string userUuid, AerosyncCustomer? customer = null, AerosyncAccount? account = null) => Locked(() =>
    {
        customer ??= AddCustomer();
        var connection = new AerosyncConnection(this, NewId(), userUuid, customer, account ?? customer.Accounts[0]);
        _users.Add(userUuid);
        _connections.Add(connection);
        return connection;
    });

    /// <summary>Any of Aerosync's errors, to be added to <see cref="SimulatedProvider.Faults"/>. Aerosync: Error handling.</summary>
    /// <param name="status">The HTTP status; 200 for the treacherous kind.</param>
    /// <param name="code">Such as <c>AC-103</c>, or one nobody knows yet.</param>
    /// <param name="message">What it says to developers.</param>
    public static Fault Error(int status, string code, string message = "Something went wrong.") =>
        Fault.Respond(status, "application/json", AerosyncFailure.Body(code, message).ToJsonString());

    /// <summary>All API tokens stop working before their time.</summary>
    public void RevokeApiTokens() => Locked(() =>
    {
        Tokens.RevokeApiTokens();
        return true;
    });

    internal static string NewUuid()
    {
        var hex = NewId();
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    internal static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    internal bool Knows(string userUuid) => _users.Contains(userUuid);

    internal AerosyncConnection? Find(string? connectionId) => _connections.Find(connection => connection.Id == connectionId);

    internal AerosyncCustomer? FindCustomer(string? login) => _customers.Find(customer => customer.Login.Name == login);

    internal IReadOnlyList<AerosyncConnection> ConnectionsOf(string userUuid) =>
        [.. _connections.Where(connection => connection.UserUuid == userUuid)];

    internal override Task<SimulatedResponse> HandleAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Locked(() => call.Segments is ["widget", .. var rest] ? _widget.Answer(call, rest) : _api.Answer(call)));
        }
        catch (AerosyncFailure failure)
        {
            var status = Divergences.ErrorsInsideOk && failure.Status is not (401 or 403) ? 200 : failure.Status;
            return Task.FromResult(SimulatedResponse.Json(AerosyncFailure.Body(failure.Code, failure.Message), status));
        }
    }

    internal override bool IsPageVisit(RecordedCall call) => call.Segments is ["widget", ..];

    internal override JsonObject ErrorBody(int status) => status switch
    {
        429 => new JsonObject { ["message"] = "Too Many Requests" },
        _ => AerosyncFailure.Body("AC-500", "Something went wrong on our side"),
    };

    internal override IReadOnlyCollection<string> StateNames => ["connectionStatus", "jobStatus"];
}
