using ConnectionSdk.Aerosync;
using ConnectionSdk.Providers;

namespace ConnectionSdk.LiveTests;

internal sealed class AerosyncLive : LiveProvider
{
    private static readonly LiveSetting ApiKey = new("API_KEY", "the sandbox key, from your Aerosync account manager");
    private static readonly LiveSetting ApiSecret = new("API_SECRET", "the secret issued with it");
    private static readonly LiveSetting UserId = new("USER_ID", "an aeroPassUserUuid of the sandbox, answered when your product created the user");
    private static readonly LiveSetting ConnectionId = new("CONNECTION_ID", "a connection of that user: link Aerosync Bank in the sandbox widget and note its connectionId");
    private static readonly LiveSetting Hosts = new("HOSTS", "AerosyncCom or AeroInc");

    private static readonly LiveSetting[] Account = [ApiKey, ApiSecret, UserId, ConnectionId];
    private static readonly LiveSetting[] User = [ApiKey, ApiSecret, UserId];

    public override string Name => AerosyncProvider.Name;

    public override string Access => "Sandbox keys come from your Aerosync account manager. `CONNECTIONSDK_LIVE_AEROSYNC_HOSTS` (AerosyncCom by default, or AeroInc) chooses the family of host names.";

    public override IEnumerable<LiveSetting> Secrets => [ApiKey, ApiSecret, WebhookSecret];

    public override IReadOnlyList<LiveCheck> Checks =>
    [
        new("aerosync-status", "A healthy connection is called CONNECTED or ACTIVE; the list of statuses is open.", Account, async world =>
            $"{await world.ReadAsync(Here(world))}; {world.Wire.Last("/accounts/")}"),
        new("aerosync-hosts", "Both families of host names serve the API; the configured one answers.", Account, async world =>
        {
            await world.ReadAsync(Here(world));
            return $"{world.Wire.Last("/accounts/").Host} answered {world.Wire.Last("/accounts/").Status}";
        }),
        new("aerosync-api-token", "POST /v2/token answers TTL as text in seconds.", Account, async world =>
        {
            await world.ReadAsync(Here(world));
            return $"{world.Wire.Last("v2/token")}";
        }),
        new("aerosync-x-api-key", "Data calls want x-api-key beside the token.", Account, async world =>
        {
            world.Wire.Without = "x-api-key";
            return $"without the header: {await LiveWorld.FailureOfAsync(() => world.Client.GetAsync(Here(world)), read => $"answered all the same, {read.Status.State}")}";
        }),
        new("aerosync-widget-token", "POST /v2/token_widget takes aeroPassUserUuid; its answer has a token and may have a TTL.", User, async world =>
        {
            var session = await world.Client.BeginConnectAsync(new ConnectRequest { User = new UserRef(world.Id, world.Settings.Need(UserId)) });
            Assert.IsType<RequiredAction.OpenWidget>(session.Action);
            return $"{world.Wire.Last("token_widget")}, lapsing {world.Lifetime(session.ExpiresAt)}";
        }),
        new("aerosync-expiry", "An account shows connectionExpiry, which is when the consent ends.", Account, async world =>
        {
            var read = await world.Client.GetAsync(Here(world));
            return $"the consent ends {world.Lifetime(read.ConsentExpiresAt)}; {world.Wire.Last("/accounts/")}";
        }),
        new("aerosync-list", "The connections of a user can be listed, by a route no page describes.", User, async world =>
            await LiveWorld.FailureOfAsync(
                async () => await world.Client.ListAsync(new UserRef(world.Id, world.Settings.Need(UserId))).CountAsync(),
                count => $"{count} connections; {world.Wire.Last("/connections")}")),
        new("aerosync-unknown-id", "A connection that does not exist is refused with an AC code.", User, async world =>
            await LiveWorld.FailureOfAsync(() => world.Client.GetAsync(new ConnectionRef(world.Id, new string('0', 32), world.Settings.Need(UserId))), read => LiveWorld.Describe(read.Status))
            + $"; {world.Wire.Last("/accounts/")}"),
        new("aerosync-limits", "No rate limits are documented; 429 and Retry-After are honoured if they come.", Account, async world =>
        {
            await world.ReadAsync(Here(world));
            return $"headers that tell of limits: {world.LimitHeaders}";
        }),
        new("aerosync-jobs", "Job states are spelled IN_PROGRESS, COMPLETED, FAILED or like them; a job ends within 90 s.", Account, async world =>
        {
            var read = await world.Client.RefreshAsync(Here(world), new RefreshOptions { UserPresent = true });
            return $"{LiveWorld.Describe(read.Status)}; {world.Calls}";
        }) { Permission = AllowRefresh },
        new("aerosync-broken", "A broken connection is called FAILURE or EXPIRED_CONSENT, and one whose user withdrew access REVOKED_BY_USER.", [.. User, BrokenConnectionId], async world =>
            $"{await world.ReadAsync(world.Connection(BrokenConnectionId, UserId))}; {world.Wire.Last("/accounts/")}"),
        new("aerosync-repair", "The widget token of a repair takes reconnectAttempt.", [.. User, BrokenConnectionId], world =>
            world.BeginAndCancelRepairAsync(BrokenConnectionId, UserId)) { Permission = AllowRepair },
        WebhookCheck("X-Webhook-Signature is sha256= and the hex HMAC of the raw body, whose timestamp is in seconds.") with { Needs = [ApiKey, ApiSecret, WebhookFile, WebhookSecret] },
    ];

    public override IReadOnlyList<Unsettled> Unsettled =>
    [
        new("What the widget reports when another account is chosen in a reconnection.", "Ask support; or do it by hand in the sandbox widget (`mxuser`) and keep the message as a fixture."),
        new("Connections can neither be deleted nor disconnected over the API.", "Ask support."),
        new("A security question cannot be answered over REST.", "Ask support."),
        new("Whether the time of an attempt is signed in webhooks, how often and how late they are repeated.", "Ask support; compare two deliveries of one event."),
        new("The full table of AC codes.", "Ask support. An unknown one is logged once with its code."),
        new("What the numbers of connectionMethod mean.", "Ask support; no meaning is attached."),
        new("Whether several accounts of one login are reconnected together.", "Ask support; by hand in the sandbox widget."),
    ];

    public override ConnectionProvider Connect(LiveSettings settings, HttpMessageHandler wire, TimeProvider clock)
    {
        var options = new AerosyncOptions
        {
            ApiKey = settings[ApiKey],
            ApiSecret = settings[ApiSecret],
            Environment = AerosyncEnvironment.Sandbox,
            Hosts = Enum.Parse<AerosyncHosts>(settings[Hosts] ?? nameof(AerosyncHosts.AerosyncCom), ignoreCase: true),
            ApiBaseAddress = settings.Address(ApiAddress),
        };
        options.Http.AllowInsecureLoopback = IsLoopback(options.ApiBaseAddress);
        if (settings[WebhookSecret] is { } secret)
        {
            options.WebhookSecrets.Add(SensitiveString.FromString(secret));
        }

        return AerosyncProvider.Create(options, timeProvider: clock, primaryHandler: wire);
    }

    private static ConnectionRef Here(LiveWorld world) => world.Connection(ConnectionId, UserId);
}
