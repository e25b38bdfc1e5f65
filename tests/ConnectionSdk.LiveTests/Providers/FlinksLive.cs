using ConnectionSdk.Flinks;
using ConnectionSdk.Providers;

namespace ConnectionSdk.LiveTests;

internal sealed class FlinksLive : LiveProvider
{
    private static readonly LiveSetting Instance = new("INSTANCE", "toolbox for the public sandbox");
    private static readonly LiveSetting CustomerId = new("CUSTOMER_ID", "the customer id of the instance; toolbox's is on Flinks' page about testing environments");
    private static readonly LiveSetting SecretKey = new("SECRET_KEY", "the secret key of the instance; toolbox's is on the same page");
    private static readonly LiveSetting XApiKey = new("X_API_KEY", "the x-api-key of the instance; toolbox's is on the same page");
    private static readonly LiveSetting LoginId = new("LOGIN_ID", "a LoginId of FlinksCapital: connect the test user without questions in Flinks Connect and note the loginId of its REDIRECT event");

    private static readonly LiveSetting[] Keys = [Instance, CustomerId, SecretKey, XApiKey];
    private static readonly LiveSetting[] All = [.. Keys, LoginId];

    public override string Name => FlinksProvider.Name;

    public override string Access => "toolbox is open to everybody; its keys are on Flinks' page about testing environments. The Dashboard's sandbox credentials do not work in code.";

    public override IEnumerable<LiveSetting> Secrets => [SecretKey, XApiKey, WebhookSecret];

    public override IReadOnlyList<LiveCheck> Checks =>
    [
        new("flinks-authorize-token", "POST GenerateAuthorizeToken without a body, the key in its header, answers Token; it serves once.", All, async world =>
        {
            await world.ReadAsync(Here(world));
            await world.ReadAsync(Here(world));
            return $"{world.Wire.Last("GenerateAuthorizeToken")}; {world.Wire.Seen.Count(exchange => exchange.Route.Contains("GenerateAuthorizeToken", StringComparison.Ordinal))} tokens for 2 reads";
        }),
        new("flinks-cached", "Authorize with MostRecentCached answers 200 or the last failure, with a FlinksCode or none, and contacts no bank.", All, async world =>
            $"{await world.ReadAsync(Here(world))}; {world.Wire.Last("Authorize")}"),
        new("flinks-dates", "LastRefresh is UTC without a zone.", All, async world =>
        {
            var read = await world.Client.GetAsync(Here(world));
            return $"last refresh read as {read.LastSyncedAt:O}; {world.Wire.Last("Authorize")}";
        }),
        new("flinks-accounts", "Data calls want x-api-key alone; 202 is polled until the accounts are there.", All, async world =>
        {
            var accounts = await world.Client.GetAccountsAsync(Here(world));
            return $"{accounts.Count} accounts after {string.Join(", ", world.Wire.Seen.Select(exchange => exchange.Status))}; {world.Wire.Last("GetAccounts")}";
        }),
        new("flinks-unknown-login", "A LoginId that does not exist is refused with a code of the map.", Keys, async world =>
            await LiveWorld.FailureOfAsync(() => world.Client.GetAsync(new ConnectionRef(world.Id, "00000000-0000-0000-0000-000000000000")), read => LiveWorld.Describe(read.Status))
            + $"; {world.Wire.Last("Authorize")}"),
        new("flinks-no-token", "Authorize without a token is refused, and the code tells our key from the bank's refusal.", All, async world =>
        {
            world.Wire.Without = "flinks-auth-key";
            return $"{await LiveWorld.FailureOfAsync(() => world.Client.GetAsync(Here(world)), read => LiveWorld.Describe(read.Status))}; {world.Wire.Seen[^1]}";
        }),
        new("flinks-limits", "No limits are published; TOO_MANY_REQUESTS, 429 and Retry-After are honoured.", All, async world =>
        {
            await world.ReadAsync(Here(world));
            return $"headers that tell of limits: {world.LimitHeaders}";
        }),
        new("flinks-live", "Authorize with MostRecentCached false answers 200, 203 or a code, within 210 s.", All, async world =>
        {
            var read = await world.Client.RefreshAsync(Here(world), new RefreshOptions { UserPresent = true });
            return $"{LiveWorld.Describe(read.Status)}; {world.Calls}";
        }) { Permission = AllowRefresh },
        RepairCheck("A repair asks the bank live; 203 names a RequestId that opens Flinks Connect, which wants a second authorize token.") with { Needs = [.. Keys, BrokenConnectionId] },
        WebhookCheck("flinks-authenticity-key is the Base64 HMAC of the raw body.") with { Needs = [.. Keys, WebhookFile, WebhookSecret] },
    ];

    public override IReadOnlyList<Unsettled> Unsettled =>
    [
        new("The HTTP numbers of CONCURRENT_SESSION, ALREADY_AUTHORIZED, NO_TRANSACTION and the codes missing from the tables.", "Ask support; the code decides, never the number."),
        new("Whether an authorize token lives 15 or 30 minutes.", "Ask support; each is used at once and once."),
        new("The answers of DeleteCard, SetScheduledRefresh and GetNightlyRefreshStatus, and which key they want.", "Ask support: the first destroys history, the others change how a login is refreshed."),
        new("AuthorizeAsync: verb, path and second step.", "Ask support; not used."),
        new("How resumeSelectedAccounts joins several ids, and which member returns them.", "Ask support; by hand in Flinks Connect with two accounts."),
        new("The type of a challenge for push and trusted devices.", "Ask support; unknown types open Flinks Connect."),
        new("A webhook for a broken connection.", "Ask support; none is documented. Webhooks do not come from toolbox."),
        new("How long credentials are kept.", "Ask support; a code about credentials opens the credential screen."),
        new("Whether Reconnect has to be activated for an instance.", "Ask support."),
        new("The shape of event metadata and of error events of the widget.", "By hand in Flinks Connect; keep the messages as fixtures."),
    ];

    public override ConnectionProvider Connect(LiveSettings settings, HttpMessageHandler wire, TimeProvider clock)
    {
        var options = new FlinksOptions
        {
            Instance = settings.Need(Instance),
            CustomerId = settings.Need(CustomerId),
            SecretKey = settings[SecretKey],
            XApiKey = settings[XApiKey],
            ApiBaseAddress = settings.Address(ApiAddress),
        };
        options.Http.AllowInsecureLoopback = IsLoopback(options.ApiBaseAddress);
        if (options.Http.AllowInsecureLoopback)
        {
            options.ConnectBaseAddress = new Uri(options.ApiBaseAddress!, "/v2/");
        }

        if (settings[WebhookSecret] is { } secret)
        {
            options.WebhookSecrets.Add(SensitiveString.FromString(secret));
        }

        return FlinksProvider.Create(options, timeProvider: clock, primaryHandler: wire);
    }

    private static ConnectionRef Here(LiveWorld world) => world.Connection(LoginId);
}
