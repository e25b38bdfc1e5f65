using ConnectionSdk.Araucaria;
using ConnectionSdk.Providers;

namespace ConnectionSdk.LiveTests;

internal sealed class AraucariaLive : LiveProvider
{
    private static readonly LiveSetting ApiKey = new("API_KEY", "an arau_ key of a test client, from Araucaria's console or support");
    private static readonly LiveSetting ConnectionId = new("CONNECTION_ID", "a connection of your own, made through the widget with a login of your own");
    private static readonly LiveSetting AllowCreate = new("ALLOW_CREATE", "one empty connection is made and deleted again; if deleting fails, one empty connection is left");

    private static readonly LiveSetting[] Key = [ApiKey];
    private static readonly LiveSetting[] All = [ApiKey, ConnectionId];

    public override string Name => AraucariaProvider.Name;

    public override string Access => "No sandbox is described: ask Araucaria for a test client. Use a connection of your own.";

    public override IEnumerable<LiveSetting> Secrets => [ApiKey, WebhookSecret];

    public override IReadOnlyList<LiveCheck> Checks =>
    [
        new("araucaria-connection", "A connection has connectionId or id, lastSyncedAt or lastSyncAt, and one of eight statuses.", All, async world =>
            $"{await world.ReadAsync(Here(world))}; {world.Wire.Last("/connections/")}"),
        new("araucaria-accounts", "Accounts come as a bare array or as data with has_more; numbers may be masked; types are an open set.", All, async world =>
        {
            var accounts = await world.Client.GetAccountsAsync(Here(world));
            return $"{accounts.Count} accounts, {accounts.Count(account => account.Number is not null)} with a whole number; {world.Wire.Last("/accounts")}";
        }),
        new("araucaria-unknown-id", "A connection that does not exist is answered 404 with a code.", Key, async world =>
            await LiveWorld.FailureOfAsync(() => world.Client.GetAsync(new ConnectionRef(world.Id, "conn_00000000000000000000000000")), read => LiveWorld.Describe(read.Status))
            + $"; {world.Wire.Seen[^1]}"),
        new("araucaria-bad-key", "A call without a key is answered 401 with a code.", All, async world =>
        {
            world.Wire.Without = "Authorization";
            return $"{await LiveWorld.FailureOfAsync(() => world.Client.GetAsync(Here(world)), read => $"answered all the same, {read.Status.State}")}; {world.Wire.Seen[^1]}";
        }),
        new("araucaria-limits", "No limits are documented; 429 and Retry-After are honoured if they come.", All, async world =>
        {
            await world.ReadAsync(Here(world));
            return $"headers that tell of limits: {world.LimitHeaders}";
        }),
        new("araucaria-removal", "A connection with data is refused before anything is sent; the plan says why.", All, async world =>
        {
            var plan = await world.Client.PlanRemovalAsync(Here(world));
            return $"{(plan.Allowed ? "allowed" : "refused")}; calls: {world.Calls}";
        }),
        new("araucaria-create-delete", "Create answers any 2xx; DELETE v1/connections/{id} answers 200 or 204, and 404 the second time.", Key, async world =>
        {
            var session = await world.Client.BeginConnectAsync(new ConnectRequest { User = new UserRef(world.Id, "live-check") });
            var made = new ConnectionRef(world.Id, session.ConnectionId!);
            await world.Client.RemoveAsync(await world.Client.PlanRemovalAsync(made));
            var after = await LiveWorld.FailureOfAsync(() => world.Client.GetAsync(made), read => LiveWorld.Describe(read.Status));
            return $"{world.Calls}; afterwards {after}";
        }) { Permission = AllowCreate },
        new("araucaria-refresh", "POST /v1/refresh-intents takes connectionIds; a connection synced within the hour is completed at once.", All, async world =>
        {
            var read = await world.Client.RefreshAsync(Here(world), new RefreshOptions { UserPresent = true });
            return $"{LiveWorld.Describe(read.Status)}; {world.Calls}";
        }) { Permission = AllowRefresh },
        RepairCheck("A widget token is issued for FAILED_AUTH, and also for ERROR and MFA_REQUIRED.") with { Needs = [ApiKey, BrokenConnectionId] },
        WebhookCheck("Araucaria-Signature is t=seconds,v1=hex over the time, a dot and the raw body.") with { Needs = [ApiKey, WebhookFile, WebhookSecret] },
    ];

    public override IReadOnlyList<Unsettled> Unsettled =>
    [
        new("Which call disconnects a connection.", "Ask support, then set DisconnectRoute."),
        new("What the error of an event looks like when it is not null, and whether GET returns a reason.", "Ask support; any shape is accepted."),
        new("Whether a new widget token ends the one before.", "Ask support: finding out would use the widget with a real login."),
        new("Whether MFA_REQUIRED on a scheduled sync is resumed through a new widget token.", "Ask support; the repair check shows it on such a connection."),
        new("Whether account ids survive new credentials.", "Ask support; the continuity report of every repair shows it."),
        new("Whether the signed time is that of the attempt, and how secrets are rotated.", "Ask support; a stale delivery with a right signature is settled by a read."),
        new("Whether consents expire.", "Ask support."),
        new("Whether an idempotency key is honoured on create.", "Ask support: a create is never sent twice."),
    ];

    public override ConnectionProvider Connect(LiveSettings settings, HttpMessageHandler wire, TimeProvider clock)
    {
        var options = new AraucariaOptions { ApiKey = settings[ApiKey] };
        options.BaseAddress = settings.Address(ApiAddress) ?? options.BaseAddress;
        options.Http.AllowInsecureLoopback = IsLoopback(options.BaseAddress);
        if (options.Http.AllowInsecureLoopback)
        {
            options.WidgetScriptUrl = new Uri(options.BaseAddress, "widget/araucaria-connect.js");
        }

        if (settings[WebhookSecret] is { } secret)
        {
            options.WebhookSecrets.Add(SensitiveString.FromString(secret));
        }

        return AraucariaProvider.Create(options, timeProvider: clock, primaryHandler: wire);
    }

    private static ConnectionRef Here(LiveWorld world) => world.Connection(ConnectionId);
}
