using System.Net;
using System.Text;
using ConnectionSdk.Providers;
using ConnectionSdk.SecrecyTests.Capturing;
using ConnectionSdk.Simulator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.SecrecyTests.Journeys;

/// <summary>One application and one simulated provider; secrets travel through every flow, and everything that can be read is captured.</summary>
internal abstract class Journey : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongerThanAnyDeadline = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(1);

    private readonly List<Canary> _canaries = [];
    private readonly List<string> _proofs = [];
    private readonly ServiceProvider _services;
    private readonly EchoHandler _echo = new();

    protected Journey(string provider, SimulatedProvider simulator, SimulatedClock clock, Func<Dictionary<string, string?>> settings)
    {
        Id = new ProviderId(provider);
        Simulator = simulator;
        Clock = clock;
        simulator.StartAsync().GetAwaiter().GetResult();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Capture.Logs));
        services.AddSingleton<IReconnectSessionStore>(new RecordingSessions(Capture, clock));
        services.AddSingleton<IWebhookStore>(new RecordingDeliveries(Capture, clock));
        services.AddSingleton<IRevocationStore>(new RecordingRevocations(Capture));
        services.AddSingleton<IConnectionEventHandler>(new RecordingHandler(Capture));
        var section = $"ConnectionSdk:{char.ToUpperInvariant(provider[0])}{provider[1..]}";
        var values = settings().ToDictionary(pair => $"{section}:{pair.Key}", pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        values[$"{section}:Http:AllowInsecureLoopback"] = bool.TrueString;
        values[$"{section}:Http:Breaker"] = bool.FalseString;
        values[$"{section}:Http:TimeoutFactor"] = "10";
        services.AddConnectionSdk(new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("ConnectionSdk"));
        services.AddHttpClient(ProviderHttpRegistration.ClientName(provider, null)).AddHttpMessageHandler(() => _echo);
        _services = services.BuildServiceProvider();
    }

    public ProviderId Id { get; }

    public Capture Capture { get; } = new();

    public IReadOnlyList<Canary> Canaries => _canaries;

    /// <summary>Where a secret was seen on its way: by the provider, its pages, the bank, in an answer, or revealed by a result.</summary>
    public IEnumerable<string> Proofs =>
    [
        .. _proofs,
        .. _echo.Answers,
        .. Simulator.Calls.All.Concat(Simulator.PageVisits.All).Select(Describe),
        .. Simulator.Bank.Submissions.Select(submission => $"{submission.Login} {submission.Value}"),
    ];

    protected SimulatedProvider Simulator { get; }

    protected SimulatedClock Clock { get; }

    protected IConnectionClient Client => _services.GetRequiredService<IConnectionClient>();

    protected IReconnectFlow Flow => _services.GetRequiredService<IReconnectFlow>();

    /// <summary>Through everything this provider knows.</summary>
    public abstract Task TravelAsync();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Simulator.DisposeAsync();
        _echo.Dispose();
        Capture.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string Plant(string name, string value, SecretKind kind)
    {
        if (!_canaries.Exists(canary => canary.Value == value))
        {
            var earlier = _canaries.Count(canary => canary.Name == name || canary.Name.StartsWith(name + " #", StringComparison.Ordinal));
            _canaries.Add(new Canary(earlier == 0 ? name : $"{name} #{earlier + 1}", value, kind));
        }

        return value;
    }

    /// <summary>Notes that the host held a secret in its hands: what a result revealed, or what a delivery that was accepted was signed with.</summary>
    protected void Prove(string text) => _proofs.Add(text);

    /// <summary>Makes a call as an application would, lets time pass while it waits, and captures what it returns or throws.</summary>
    protected async Task<T?> TryAsync<T>(Func<Task<T>> call, bool untilItTimesOut = false)
    {
        try
        {
            var running = call();
            await Clock.AdvanceUntilAsync(running.ContinueWith(static _ => { }, TaskScheduler.Default), untilItTimesOut ? LongerThanAnyDeadline : Pause);
            var result = await running;
            Keep(result);
            return result;
        }
        catch (ConnectionSdkException thrown)
        {
            Capture.Keep(thrown);
            return default;
        }
    }

    protected async Task<T> DoAsync<T>(Func<Task<T>> call)
    {
        var before = Capture.Logs.Records.Count;
        return await TryAsync(call) ?? throw new InvalidOperationException($"The call failed: {string.Join('\n', Capture.Logs.Records.Skip(before))}");
    }

    /// <summary>Repairs, with a reply made for each step until the session is over.</summary>
    /// <param name="connection">Which.</param>
    /// <param name="answer">The user; null when there is nothing to say.</param>
    /// <param name="known">What the host had stored.</param>
    protected async Task<ReconnectSession> RepairAsync(
        ConnectionRef connection, Func<ReconnectSession, Task<UserReply?>> answer, IReadOnlyList<Account>? known = null, string? resumeToken = null)
    {
        var session = await DoAsync(() => Flow.StartAsync(connection, new ReconnectOptions { KnownAccounts = known, ResumeToken = resumeToken }));
        Plant("session id", session.Id.Value, SecretKind.Session);
        for (var round = 0; round < 60 && !session.IsFinished; round++)
        {
            Note(session.Action);
            var reply = session.Phase == ReconnectPhase.AwaitingUser || session.Action is RequiredAction.ApproveElsewhere ? await answer(session) : null;
            if (reply is null)
            {
                if (session.PollAt is { } at && at > Clock.GetUtcNow())
                {
                    Clock.SetUtcNow(at);
                }

                session = await DoAsync(() => Flow.PollAsync(session.Id));
                continue;
            }

            Capture.Keep("replies", reply);
            var replied = await TryAsync(() => Flow.ReplyAsync(session.Id, reply));
            session = replied ?? await DoAsync(() => Flow.GetAsync(session.Id));
        }

        await TryAsync(() => Flow.GetAsync(session.Id));
        return session;
    }

    /// <summary>What an action hands to the browser becomes a canary.</summary>
    protected virtual void Note(RequiredAction action)
    {
        switch (action)
        {
            case RequiredAction.OpenWidget { Launch: { } launch }:
                foreach (var (name, value) in launch.Parameters.Where(parameter => parameter.Key.Contains("token", StringComparison.OrdinalIgnoreCase)))
                {
                    Plant($"widget {name}", value, SecretKind.Launch);
                }

                Capture.Keep("results", "WidgetLaunch.ToUri", launch.ToUri().OriginalString);
                break;
            case RequiredAction.FollowRedirect { Url: { } page }:
                NotePage(page);
                break;
            default:
                break;
        }

        Capture.Keep("results", "RequiredAction.ToJson", action.ToJson());
    }

    protected virtual void NotePage(Uri page)
    {
    }

    protected async Task ReadEverythingAsync(ConnectionRef connection)
    {
        await TryAsync(() => Client.GetAsync(connection));
        await TryAsync(async () => await Client.ListAsync(new UserRef(Id, connection.UserId ?? "nobody")).ToListAsync());
        foreach (var account in await TryAsync(() => Client.GetAccountsAsync(connection)) ?? [])
        {
            NoteNumber("account number", "Account.Number.Reveal", account.Number);
            NoteNumber("IBAN", "Account.Iban.Reveal", account.Iban);
        }

        await TryAsync(() => Client.RefreshAsync(connection, new RefreshOptions { UserPresent = true }));
        await TryAsync(() => Client.PlanRemovalAsync(connection));
    }

    /// <summary>A careless provider, proxy or network, met by every call there is.</summary>
    /// <param name="healthy">A connection to read.</param>
    /// <param name="broken">A connection whose repair is begun.</param>
    /// <param name="typed">A repair that waits for the user, and what the user would say; null where nothing is typed in the application.</param>
    protected async Task MeetFailuresAsync(ConnectionRef healthy, ConnectionRef broken, Func<Task<(ReconnectSession Session, UserReply Reply)?>> typed)
    {
        (Gossip Gossip, HttpStatusCode Status)[] moods =
        [
            (Gossip.JsonError, HttpStatusCode.BadRequest), (Gossip.JsonError, HttpStatusCode.Unauthorized), (Gossip.JsonError, HttpStatusCode.Forbidden),
            (Gossip.JsonError, HttpStatusCode.NotFound), (Gossip.JsonError, HttpStatusCode.Conflict), (Gossip.JsonError, HttpStatusCode.TooManyRequests),
            (Gossip.JsonError, HttpStatusCode.InternalServerError), (Gossip.JsonError, HttpStatusCode.OK), (Gossip.Html, HttpStatusCode.OK),
            (Gossip.Html, HttpStatusCode.BadGateway), (Gossip.Truncated, HttpStatusCode.OK), (Gossip.Redirect, HttpStatusCode.TemporaryRedirect), (Gossip.Broken, HttpStatusCode.OK),
        ];
        var isTyped = false;
        foreach (var (gossip, status, onlyWrites) in moods.SelectMany(mood => new[] { (mood.Gossip, mood.Status, false), (mood.Gossip, mood.Status, true) }))
        {
            // A refused key is remembered for half a minute: without the pause nothing at all would leave in the moods that follow.
            Clock.Advance(AfterRefusal);
            var waiting = await typed();
            isTyped |= waiting is not null;
            Assert.True(waiting is not null || !isTyped, $"{Id}: no repair could begin before {gossip} {status}, so that nothing typed was sent in it.");
            (_echo.Gossip, _echo.Status, _echo.OnlyWrites) = (gossip, status, onlyWrites);
            await TryAsync(() => Client.GetAsync(healthy));
            await TryAsync(() => Client.GetAccountsAsync(healthy));
            await TryAsync(() => Client.RefreshAsync(healthy, new RefreshOptions { UserPresent = true }));
            await TryAsync(() => Client.BeginConnectAsync(new ConnectRequest { User = new UserRef(Id, healthy.UserId ?? "user-1042"), RedirectUri = new Uri("https://app.example/callback") }));
            if (waiting is { } open)
            {
                await TryAsync(() => Flow.ReplyAsync(open.Session.Id, open.Reply));
            }

            await TryAsync(() => Flow.StartAsync(broken));
            await CallWhatOnlyThisProviderHasAsync(healthy);
            _echo.Gossip = Gossip.None;
            if (waiting is { } left)
            {
                await TryAsync(() => Flow.CancelAsync(left.Session.Id));
            }
        }

        foreach (var fault in (Fault[])[Fault.Drop(), Fault.CutMidBody(), Fault.GzipBomb(64 << 20), Fault.WrongContentType("text/plain"), Fault.UnknownState("SOMETHING_OF_TOMORROW")])
        {
            Simulator.Faults.Add(fault, times: 1_000);
            await TryAsync(() => Client.GetAsync(healthy));
            await TryAsync(() => Client.GetAccountsAsync(healthy));
            Simulator.Faults.Clear();
        }

        Simulator.Faults.Add(Fault.Slow(TimeSpan.FromDays(2)), times: 1_000);
        await TryAsync(() => Client.GetAsync(healthy), untilItTimesOut: true);
        Simulator.Faults.Clear();
    }

    /// <summary>The calls of the provider's own that bring secrets along, made in each mood.</summary>
    /// <param name="healthy">A connection to name.</param>
    protected virtual Task CallWhatOnlyThisProviderHasAsync(ConnectionRef healthy) => Task.CompletedTask;

    protected T Provider<T>()
        where T : ConnectionProvider => _services.GetServices<ConnectionProvider>().OfType<T>().Single();

    /// <summary>A delivery that is right, the same again, one that is forged, one that is no JSON, and one that is too large.</summary>
    protected async Task DeliverAsync(byte[] body, string secret, Func<byte[], KeyValuePair<string, string>[]> sign)
    {
        var inbox = _services.GetRequiredService<IWebhookInbox>();
        var headers = sign(body);
        var taken = await DoAsync(() => inbox.ReceiveAsync(Id, new WebhookRequest("POST", "/hooks", headers, body)));
        Assert.Equal(WebhookVerdict.Accepted, taken.Verdict);
        Prove($"{secret} made the signature of a delivery that was accepted: {Encoding.UTF8.GetString(body)}");
        await DoAsync(() => inbox.ReceiveAsync(Id, new WebhookRequest("POST", "/hooks", headers, body)));
        await DoAsync(() => inbox.ReceiveAsync(Id, new WebhookRequest("POST", "/hooks", [.. headers.Select(header => KeyValuePair.Create(header.Key, secret))], body)));
        byte[] nonsense = [.. "{\"broken\":"u8, .. body];
        await DoAsync(() => inbox.ReceiveAsync(Id, new WebhookRequest("POST", "/hooks", sign(nonsense), nonsense)));
        await DoAsync(() => inbox.ReceiveAsync(Id, new WebhookRequest("POST", "/hooks", headers, new byte[33 << 20])));
    }

    private void Keep(object? result)
    {
        Capture.Keep("results", result);
        switch (result)
        {
            case ReconnectSession session:
                Note(session.Action);
                Capture.Keep("session JSON", "ReconnectSession.ToJson", session.ToJson());
                break;
            case ConnectSession connect:
                Note(connect.Action);
                Capture.Keep("session JSON", "ConnectSession.ToJson", connect.ToJson());
                break;
            case Connection { ResumeToken: { } resume }:
                NoteResume(resume);
                break;
            default:
                break;
        }
    }

    protected virtual void NoteResume(string resumeToken)
    {
    }

    private void NoteNumber(string name, string owner, SensitiveString? number)
    {
        if (number is not null)
        {
            var value = number.Reveal();
            Plant(name, value, SecretKind.Number);
            Capture.Keep("results", owner, value);
            Prove(value);
        }
    }

    private static string Describe(RecordedCall call) =>
        $"{call.Path} {string.Join(' ', call.Query.Values)} {string.Join(' ', call.Headers.Values)} {WebUtility.UrlDecode(call.BodyText)} {call.BodyText}";
}
