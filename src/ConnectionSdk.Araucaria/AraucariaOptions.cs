using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Araucaria;

/// <summary>The settings of one Araucaria registration: one client with its key.</summary>
public sealed class AraucariaOptions
{
    /// <summary>The API key, <c>arau_…</c>. It never belongs into a browser (Araucaria: Authentication).</summary>
    /// <value>Required, unless <see cref="IAraucariaApiKeys"/> supplies it.</value>
    public SensitiveString? ApiKey { get; set; }

    /// <summary>Where the API is, without the version.</summary>
    /// <value>Default: <c>https://api.araucaria.money</c>.</value>
    [Required(ErrorMessage = "BaseAddress is missing: where the API is, by default https://api.araucaria.money.")]
    public Uri BaseAddress { get; set; } = new("https://api.araucaria.money");

    /// <summary>The version of the API, the first segment of every path.</summary>
    /// <value>Default: <c>v1</c>.</value>
    [Required(ErrorMessage = "ApiVersionSegment is missing: the first segment of every path, by default v1.")]
    public string ApiVersionSegment { get; set; } = "v1";

    /// <summary>The header that carries the API key.</summary>
    /// <value>Default: <c>Authorization</c>.</value>
    [Required(ErrorMessage = "AuthorizationHeaderName is missing: the header that carries the API key, by default Authorization.")]
    [RegularExpression("^[A-Za-z0-9-]+$", ErrorMessage = "AuthorizationHeaderName must be the name of a header.")]
    public string AuthorizationHeaderName { get; set; } = "Authorization";

    /// <summary>What stands before the API key in its header; empty for nothing.</summary>
    /// <value>Default: <c>Bearer</c>.</value>
    [RegularExpression("^[A-Za-z0-9-]*$", ErrorMessage = "AuthorizationScheme must be one word, or empty.")]
    public string AuthorizationScheme { get; set; } = "Bearer";

    /// <summary>
    /// The route that disconnects a connection, such as <c>POST v1/connections/{id}/disconnect</c>; without a method it is a POST. No page of Araucaria
    /// names it: ask their support.
    /// </summary>
    /// <value>Default: null, connections cannot be disconnected.</value>
    public string? DisconnectRoute { get; set; }

    /// <summary>The route that deletes a connection; without a method it is a DELETE. No page of Araucaria spells it out.</summary>
    /// <value>Default: null, <c>DELETE {ApiVersionSegment}/connections/{id}</c>.</value>
    public string? DeleteRoute { get; set; }

    /// <summary>Writes the body of <c>POST /v1/refresh-intents</c>, which no page shows: one JSON value for these connection ids.</summary>
    /// <value>Default: null, <c>{"connectionIds":[…]}</c>.</value>
    public Action<Utf8JsonWriter, IReadOnlyList<string>>? RefreshIntentBodyFactory { get; set; }

    /// <summary>How long a widget token works. Araucaria sends no end with it (Araucaria: Authentication).</summary>
    /// <value>Default: 15 minutes.</value>
    public TimeSpan WidgetTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The script of the widget (Araucaria: Widget setup). Its origin is the only one the widget's messages may come from.</summary>
    /// <value>Default: <c>https://api.araucaria.money/widget/araucaria-connect.js</c>.</value>
    [Required(ErrorMessage = "WidgetScriptUrl is missing: the address of araucaria-connect.js.")]
    public Uri WidgetScriptUrl { get; set; } = new("https://api.araucaria.money/widget/araucaria-connect.js");

    /// <summary>
    /// Statuses that mean the same as one of <see cref="AraucariaStatusMap"/>, compared without regard to case, <c>_</c> and <c>-</c>. Editions of the
    /// API differ; a new status can be given its meaning here, or its own row in <see cref="StatusOverrides"/>, which goes before an alias.
    /// </summary>
    /// <value>Default: <c>ACTIVE</c> means <c>CONNECTED</c>.</value>
    public IDictionary<string, string> StatusAliases { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["ACTIVE"] = AraucariaStatusMap.Connected };

    /// <summary>How soon a connection that is being verified is read again for the first time.</summary>
    /// <value>Default: 2 seconds.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>By how much each pause between two reads is longer than the one before.</summary>
    /// <value>Default: 1.5.</value>
    [Range(1, 10, ErrorMessage = "PollFactor must be from 1 to 10.")]
    public double PollFactor { get; set; } = 1.5;

    /// <summary>The longest pause between two reads of a connection that is being verified.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a repair waits for the verification of what the user typed in the widget.</summary>
    /// <value>Default: 15 minutes.</value>
    public TimeSpan VerificationTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest pause between two reads of a refresh intent.</summary>
    /// <value>Default: 15 seconds.</value>
    public TimeSpan MaxRefreshPollInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a refresh waits for its intent to complete; then the connection is returned as it stands. Zero does not wait.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan RefreshTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a connection is in <c>ERROR</c> before a repair opens the widget for it. Until then Araucaria is left to try again by itself.
    /// </summary>
    /// <value>Default: one hour.</value>
    public TimeSpan ErrorPatience { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The secrets of webhooks. Araucaria: Webhook security. Several count while one is being replaced, the newest first; each has at least 16 bytes. Without any, every webhook is refused.
    /// </summary>
    /// <value>Default: none.</value>
    public IList<SensitiveString> WebhookSecrets { get; } = [];

    /// <summary>How far the signed time of a webhook may be from now.</summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan WebhookTolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The header that carries the signature of a webhook.</summary>
    /// <value>Default: <c>Araucaria-Signature</c>.</value>
    [Required(ErrorMessage = "WebhookSignatureHeader is missing: leave it out for Araucaria-Signature.")]
    public string WebhookSignatureHeader { get; set; } = "Araucaria-Signature";

    /// <summary>
    /// Accepts webhooks without a signature, which anybody can send. Nothing in them is believed: the connection they name is read, and what that says counts.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowUnsignedWebhooks { get; set; }

    /// <summary>Rows that replace or extend <see cref="AraucariaStatusMap"/>, for integrators who know better or earlier.</summary>
    /// <value>Default: none.</value>
    [ValidateEnumeratedItems]
    public IList<StatusOverride> StatusOverrides { get; } = [];

    /// <summary>How calls behave when things go wrong. <see cref="ProviderHttpOptions.AllowInsecureLoopback"/> is there for tests.</summary>
    /// <value>Default: retries and breaker on.</value>
    public ProviderHttpOptions Http { get; } = new();
}
