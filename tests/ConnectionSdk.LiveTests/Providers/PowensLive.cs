using ConnectionSdk.Powens;
using ConnectionSdk.Providers;

namespace ConnectionSdk.LiveTests;

internal sealed class PowensLive : LiveProvider
{
    private static readonly LiveSetting Domain = new("DOMAIN", "the first label of your sandbox domain in the Powens console, such as acme-sandbox");
    private static readonly LiveSetting ClientId = new("CLIENT_ID", "the id of a client application of that domain, in the Powens console");
    private static readonly LiveSetting ClientSecret = new("CLIENT_SECRET", "the secret of that application, in the Powens console");
    private static readonly LiveSetting UserId = new("USER_ID", "the id of a user of that domain: id_user of the answer when your product created it");
    private static readonly LiveSetting ConnectionId = new("CONNECTION_ID", "a connection of that user: connect the Connecteur de test in the webview and note its connection_id");

    private static readonly LiveSetting[] User = [Domain, ClientId, ClientSecret, UserId];
    private static readonly LiveSetting[] All = [.. User, ConnectionId];

    public override string Name => PowensProvider.Name;

    public override string Access => "A sandbox domain comes free with an account of the Powens console and holds at most 50 connections. A domain that does not end in -sandbox is refused.";

    public override IEnumerable<LiveSetting> Secrets => [ClientSecret, WebhookSecret];

    public override IReadOnlyList<LiveCheck> Checks =>
    [
        new("powens-renew", "POST /auth/renew answers a token of the user as access_token.", All, async world =>
        {
            await world.ReadAsync(Here(world));
            return $"{world.Wire.Last("auth/renew")}";
        }),
        new("powens-state", "A connection that works has no state; other states are words of the map.", All, async world =>
            $"{await world.ReadAsync(Here(world))}; {world.Wire.Last("/connections/")}"),
        new("powens-dates", "Dates carry no offset and mean Europe/Paris.", All, async world =>
        {
            var read = await world.Client.GetAsync(Here(world));
            return $"last update read as {read.LastSyncedAt:O}; compare with the console; {world.Wire.Last("/connections/")}";
        }),
        new("powens-accounts", "Accounts are listed with stable ids, IBAN or number, and a type that is text or an object.", All, async world =>
            $"{(await world.Client.GetAccountsAsync(Here(world))).Count} accounts; {world.Wire.Last("/accounts")}"),
        new("powens-list", "Lists are paged by _links.next on the same host.", User, async world =>
            $"{await world.Client.ListAsync(new UserRef(world.Id, world.Settings.Need(UserId))).CountAsync()} connections; {world.Wire.Last("/connections")}"),
        new("powens-temporary-code", "GET /auth/token/code answers a code with its lifetime in seconds.", User, async world =>
        {
            var session = await world.Client.BeginConnectAsync(new ConnectRequest
            {
                User = new UserRef(world.Id, world.Settings.Need(UserId)),
                RedirectUri = new Uri("https://app.example/callback"),
            });
            Assert.IsType<RequiredAction.FollowRedirect>(session.Action);
            return $"{world.Wire.Last("token/code")}, lapsing {world.Lifetime(session.ExpiresAt)}";
        }),
        new("powens-bad-token", "A token that does not work is answered 401 or 403.", All, async world =>
        {
            world.Wire.Without = "Authorization";
            return $"without a token: {await LiveWorld.FailureOfAsync(() => world.Client.GetAsync(Here(world)), read => $"answered all the same, {read.Status.State}")}; {world.Wire.Seen[^1]}";
        }),
        new("powens-unknown-id", "A connection that does not exist is answered 404 and read as deleted.", User, async world =>
            await LiveWorld.FailureOfAsync(() => world.Client.GetAsync(new ConnectionRef(world.Id, "1", world.Settings.Need(UserId))), read => LiveWorld.Describe(read.Status))
            + $"; {world.Wire.Seen[^1]}"),
        new("powens-limits", "No headers about limits are documented; Retry-After is honoured if it comes.", All, async world =>
        {
            await world.ReadAsync(Here(world));
            return $"headers that tell of limits: {world.LimitHeaders}";
        }),
        new("powens-sync", "A forced sync is any 2xx and changes no id; a second one too soon is refused with 409 or tooManySync.", All, async world =>
        {
            var read = await world.Client.RefreshAsync(Here(world), new RefreshOptions { UserPresent = true });
            return $"{LiveWorld.Describe(read.Status)}; {world.Calls}";
        }) { Permission = AllowRefresh },
        new("powens-repair", "SCARequired is forced, then lands in the next state; webauthRequired has a /webauth-url; fields come with the state.", [.. User, BrokenConnectionId], world =>
            world.BeginAndCancelRepairAsync(BrokenConnectionId, UserId)) { Permission = AllowRepair },
        WebhookCheck("BI-Signature is the Base64 HMAC of method, registered path, date and raw body, joined by dots.") with { Needs = [Domain, ClientId, WebhookFile, WebhookSecret] },
    ];

    public override IReadOnlyList<Unsettled> Unsettled =>
    [
        new("The present inputs of the test connector.", "The page about test connectors in the Powens console."),
        new("What tells the event of a webhook: nothing in it does, so each event has its own path.", "Ask support."),
        new("Whether CONNECTION_SYNCED always comes after a failure; how deliveries are repeated and re-signed.", "Ask support."),
        new("How long resume blocks, how long validating and an OTP last.", "Ask support; the budget is an option."),
        new("The status of connectionLocked and tooManySync; the body of a 429; production limits.", "Ask support: provoking them strains the sandbox."),
        new("A promise that account ids survive a reconnection.", "Ask support; the continuity report of every repair shows it."),
        new("What the error values in a callback can be.", "Ask support; they are kept as received."),
        new("Whether passwordExpired carries fields.", "Ask support; both are handled."),
        new("Whether there is an idempotency key.", "Ask support; nothing that acts is sent twice."),
    ];

    public override ConnectionProvider Connect(LiveSettings settings, HttpMessageHandler wire, TimeProvider clock)
    {
        var domain = settings.Need(Domain);
        var api = settings.Address(ApiAddress);
        Assert.True(api is { IsLoopback: true } || domain.EndsWith("-sandbox", StringComparison.Ordinal), "The domain does not end in -sandbox: these checks are for sandboxes.");
        var options = new PowensOptions
        {
            Domain = domain,
            ClientId = settings.Need(ClientId),
            ClientSecret = settings[ClientSecret],
            ApiBaseAddress = api,
        };
        options.Http.AllowInsecureLoopback = IsLoopback(api);
        if (settings[WebhookSecret] is { } secret)
        {
            options.WebhookSecrets.Add(SensitiveString.FromString(secret));
        }

        return PowensProvider.Create(options, timeProvider: clock, primaryHandler: wire);
    }

    private static ConnectionRef Here(LiveWorld world) => world.Connection(ConnectionId, UserId);
}
