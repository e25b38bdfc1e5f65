using System.ComponentModel.DataAnnotations;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Powens;

/// <summary>The settings of one Powens registration: one domain, one client application.</summary>
public sealed class PowensOptions
{
    /// <summary>The first label of the domain: <c>acme</c> for <c>acme.biapi.pro</c>, <c>acme-sandbox</c> for a sandbox.</summary>
    /// <value>Required.</value>
    [Required(ErrorMessage = "Domain is missing: the first label of your domain in the Powens console, for example acme-sandbox.")]
    public string Domain { get; set; } = "";

    /// <summary>The id of the client application, digits only.</summary>
    /// <value>Required.</value>
    [Required(ErrorMessage = "ClientId is missing: the id of your client application in the Powens console.")]
    [RegularExpression(@"^\d+$", ErrorMessage = "ClientId must be digits only, as shown in the Powens console.")]
    public string ClientId { get; set; } = "";

    /// <summary>
    /// The secret of the client application. With it, user tokens are obtained where the host supplies none (Powens: Authentication, <c>/auth/renew</c>).
    /// </summary>
    /// <value>Default: null, every user token comes from <see cref="IPowensUserTokens"/>.</value>
    public SensitiveString? ClientSecret { get; set; }

    /// <summary>Where users come back to, exactly as whitelisted in the console and without a query. A request can name another one.</summary>
    /// <value>Default: null, every request names its own.</value>
    public Uri? RedirectUri { get; set; }

    /// <summary>The language of the webview: en, fr, de, nl, pt, it or es.</summary>
    /// <value>Default: <c>en</c>.</value>
    [AllowedValues("en", "fr", "de", "nl", "pt", "it", "es", ErrorMessage = "Language must be one of en, fr, de, nl, pt, it, es.")]
    public string Language { get; set; } = "en";

    /// <summary>Who shows the user the steps of a repair.</summary>
    /// <value>Default: <see cref="PowensReconnectMode.Custom"/>.</value>
    public PowensReconnectMode ReconnectMode { get; set; }

    /// <summary>
    /// Whether the application holds the agent status and may therefore pass logins and passwords on itself (Powens: SCA and connection states).
    /// </summary>
    /// <value>Default: false, passwords are typed in Powens' webview only.</value>
    public bool HasAgentStatus { get; set; }

    /// <summary>
    /// Whether what the user types is encrypted for Powens before it is sent (Powens: End-to-end encryption, mandatory outside the webview).
    /// </summary>
    /// <value>Default: true.</value>
    public bool EncryptFields { get; set; } = true;

    /// <summary>Whether obtaining a user token ends the ones obtained before. Leave it off where several processes hold tokens.</summary>
    /// <value>Default: false.</value>
    public bool RevokePreviousTokens { get; set; }

    /// <summary>How long before the end of a consent <see cref="AdvisoryKind.ConsentExpiring"/> appears.</summary>
    /// <value>Default: 14 days.</value>
    public TimeSpan ConsentWarning { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long to wait for an approval in the bank's app.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan ApprovalTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The least time between two synchronisations of a connection that are asked for while the user is absent.</summary>
    /// <value>Default: one hour.</value>
    public TimeSpan MinimumRefreshInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Where the API is, version included; null takes <c>https://{Domain}.biapi.pro/2.0/</c>.</summary>
    /// <value>Default: null.</value>
    public Uri? ApiBaseAddress { get; set; }

    /// <summary>Where the webview is.</summary>
    /// <value>Default: <c>https://webview.powens.com/</c>.</value>
    public Uri WebviewBaseAddress { get; set; } = new("https://webview.powens.com/");

    /// <summary>
    /// The secrets of the <c>hmac_signature</c> of webhooks. Powens: Webhooks. Several count while one is being replaced, the newest first; each has at least 16 bytes. Without any, every webhook is refused.
    /// </summary>
    /// <value>Default: none.</value>
    public IList<SensitiveString> WebhookSecrets { get; } = [];

    /// <summary>How far the signed date of a webhook may be from now; <see cref="Timeout.InfiniteTimeSpan"/> does not judge it.</summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan WebhookTolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The paths registered with Powens, each with its event such as <c>CONNECTION_SYNCED</c>, or empty. Powens signs the registered path and sends no name:
    /// behind a proxy that rewrites paths they must stand here.
    /// </summary>
    /// <value>Default: none, the path of the request counts and the shape tells the event.</value>
    public IDictionary<string, string> WebhookPaths { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Accepts webhooks that carry the user's token in place of a signature, and compares it with <see cref="IPowensUserTokens"/>. Weaker: the body is not
    /// covered, so nothing in it is believed and the connection is read. Powens: Webhooks.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowBearerWebhooks { get; set; }

    /// <summary>
    /// Accepts webhooks without a signature, which anybody can send. Nothing in them is believed: the connection they name is read, and what that says counts.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowUnsignedWebhooks { get; set; }

    /// <summary>Rows that replace or extend <see cref="PowensStatusMap"/>, for integrators who know better or earlier.</summary>
    /// <value>Default: none.</value>
    [ValidateEnumeratedItems]
    public IList<StatusOverride> StatusOverrides { get; } = [];

    /// <summary>How calls behave when things go wrong. <see cref="ProviderHttpOptions.AllowInsecureLoopback"/> is there for tests.</summary>
    /// <value>Default: retries and breaker on.</value>
    public ProviderHttpOptions Http { get; } = new();

    /// <summary>The host name of the domain, as the webview wants it.</summary>
    internal string Host => $"{Domain}.biapi.pro";

    internal Uri ApiAddress => ApiBaseAddress ?? new Uri($"https://{Host}/2.0/");
}
