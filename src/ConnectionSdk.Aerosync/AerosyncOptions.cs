using System.ComponentModel.DataAnnotations;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Aerosync;

/// <summary>The settings of one Aerosync registration: one API key.</summary>
public sealed class AerosyncOptions
{
    /// <summary>The API key, sent in token calls and as <c>x-api-key</c> with every call.</summary>
    /// <value>Required.</value>
    [Required(ErrorMessage = "ApiKey is missing: Aerosync issues it together with the secret.")]
    public SensitiveString? ApiKey { get; set; }

    /// <summary>The secret that belongs to the key.</summary>
    /// <value>Required.</value>
    [Required(ErrorMessage = "ApiSecret is missing: Aerosync issues it together with the key.")]
    public SensitiveString? ApiSecret { get; set; }

    /// <summary>Which installation the key belongs to.</summary>
    /// <value>Default: <see cref="AerosyncEnvironment.Production"/>.</value>
    public AerosyncEnvironment Environment { get; set; }

    /// <summary>Which family of host names is used where no address is given.</summary>
    /// <value>Default: <see cref="AerosyncHosts.AerosyncCom"/>, the names on the pages of the endpoints.</value>
    public AerosyncHosts Hosts { get; set; }

    /// <summary>Where the API is, without a version; null takes the one of <see cref="Environment"/> and <see cref="Hosts"/>.</summary>
    /// <value>Default: null.</value>
    public Uri? ApiBaseAddress { get; set; }

    /// <summary>The page of the widget; null takes the one of <see cref="Environment"/> and <see cref="Hosts"/>.</summary>
    /// <value>Default: null.</value>
    public Uri? WidgetAddress { get; set; }

    /// <summary>
    /// The script of Aerosync's web SDK, where the front end starts the widget by script. Launches then carry its configuration names; otherwise they
    /// carry the query of the page. Aerosync: Widget parameters.
    /// </summary>
    /// <value>Default: null, the page.</value>
    public Uri? WidgetScript { get; set; }

    /// <summary>The route of widget tokens. The reconnection page prints <c>token</c>; the collection of requests it links to has the default.</summary>
    /// <value>Default: <c>v2/token_widget</c>.</value>
    [RegularExpression("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$", ErrorMessage = "WidgetTokenPath must be a relative path without a query, for example v2/token_widget.")]
    [Required(ErrorMessage = "WidgetTokenPath is empty: leave it out for v2/token_widget.")]
    public string WidgetTokenPath { get; set; } = "v2/token_widget";

    /// <summary>The property that names the user in widget token calls. The reconnection page prints <c>aeroPassUserUUID</c>.</summary>
    /// <value>Default: <c>aeroPassUserUuid</c>.</value>
    [RegularExpression("^[A-Za-z0-9_]+$", ErrorMessage = "UserProperty must be the name of a JSON property, for example aeroPassUserUuid.")]
    [Required(ErrorMessage = "UserProperty is empty: leave it out for aeroPassUserUuid.")]
    public string UserProperty { get; set; } = "aeroPassUserUuid";

    /// <summary>The profile of branding and tracking that Aerosync issued.</summary>
    /// <value>Default: null, none.</value>
    public string? ConfigurationId { get; set; }

    /// <summary>Where users come back to from a bank's own page or a mobile widget (the widget's <c>deeplink</c>). A request can name another one.</summary>
    /// <value>Default: null, the widget stays in the page.</value>
    public Uri? RedirectUri { get; set; }

    /// <summary>The look of the widget: light or dark.</summary>
    /// <value>Default: null, the widget's own.</value>
    [AllowedValues(null, "light", "dark", ErrorMessage = "Theme must be light or dark.")]
    public string? Theme { get; set; }

    /// <summary>Further parameters of the widget under its own names, for example <c>manualLinkOnly</c>. Those this library sets cannot be replaced.</summary>
    /// <value>Default: none.</value>
    public IDictionary<string, string> WidgetParameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether the connections of a user can be listed. Experimental: an application in use lists them, but no page of Aerosync's describes the route.
    /// </summary>
    /// <value>Default: true.</value>
    public bool ListsConnections { get; set; } = true;

    /// <summary>Whether reading accounts also reads the balance as last fetched from the bank, which takes a second call.</summary>
    /// <value>Default: false.</value>
    public bool ReadsBalances { get; set; }

    /// <summary>How long before the end of a consent <see cref="AdvisoryKind.ConsentExpiring"/> appears.</summary>
    /// <value>Default: 14 days.</value>
    public TimeSpan ConsentWarning { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long to wait before a job is looked at for the first time; each wait after that is half as long again.</summary>
    /// <value>Default: 3 seconds.</value>
    public TimeSpan JobPollInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The longest wait between two looks at a job.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan LongestJobPollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a refresh waits for its job; a job that takes longer goes on and can be resumed.</summary>
    /// <value>Default: 90 seconds.</value>
    public TimeSpan JobTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How long after the widget's success the connection may take to show as working.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan ConfirmationTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The secrets given as <c>secret_key</c> when webhooks are subscribed to. Several count while one is being replaced, the newest first; each has at least 16 bytes. Without any, every webhook is refused.
    /// </summary>
    /// <value>Default: none.</value>
    public IList<SensitiveString> WebhookSecrets { get; } = [];

    /// <summary>How far the <c>timestamp</c> of a webhook may be from now. Aerosync does not sign the time of an attempt.</summary>
    /// <value>Default: 24 hours.</value>
    public TimeSpan WebhookTolerance { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Accepts webhooks without a signature, which anybody can send. Nothing in them is believed: the connection they name is read, and what that says counts.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowUnsignedWebhooks { get; set; }

    /// <summary>Rows that replace or extend <see cref="AerosyncStatusMap"/>, for integrators who know better or earlier.</summary>
    /// <value>Default: none.</value>
    [ValidateEnumeratedItems]
    public IList<StatusOverride> StatusOverrides { get; } = [];

    /// <summary>How calls behave when things go wrong. <see cref="ProviderHttpOptions.AllowInsecureLoopback"/> is there for tests.</summary>
    /// <value>Default: retries and breaker on.</value>
    public ProviderHttpOptions Http { get; } = new();

    /// <summary>The address of the API; null where the family has none for the environment.</summary>
    internal Uri? ApiAddress => ApiBaseAddress ?? ((Hosts, Environment) switch
    {
        (AerosyncHosts.AerosyncCom, AerosyncEnvironment.Production) => new Uri("https://api.aerosync.com/"),
        (AerosyncHosts.AerosyncCom, AerosyncEnvironment.Sandbox) => new Uri("https://api.sandbox.aerosync.com/"),
        (AerosyncHosts.AerosyncCom, AerosyncEnvironment.Staging) => new Uri("https://api.staging.aerosync.com/"),
        (AerosyncHosts.AeroInc, AerosyncEnvironment.Production) => new Uri("https://api.sync.aero.inc/"),
        (AerosyncHosts.AeroInc, AerosyncEnvironment.Sandbox) => new Uri("https://api.sandbox-sync.aero.inc/"),
        _ => null,
    });

    /// <summary>The page of the widget. Its production has one name only.</summary>
    internal Uri WidgetPage => WidgetAddress ?? ((Hosts, Environment) switch
    {
        (AerosyncHosts.AerosyncCom, AerosyncEnvironment.Sandbox) => new Uri("https://sandbox.aerosync.com/"),
        (_, AerosyncEnvironment.Sandbox) => new Uri("https://sandbox-sync.aero.inc/"),
        (_, AerosyncEnvironment.Staging) => new Uri("https://staging-sync.aero.inc/"),
        _ => new Uri("https://sync.aero.inc/"),
    });
}
